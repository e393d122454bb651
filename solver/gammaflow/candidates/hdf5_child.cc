// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/candidates/hdf5_child.h>

#include <hdf5.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <unistd.h>
#include <vector>

namespace gammaflow
{
namespace
{
struct Sender {
  int pipe;
  double bytes_left;
  std::size_t datasets = 0;
  std::string wrong;  ///< what ends the reading
};

void send(int pipe, const void *data, std::size_t size)
{
  const char *at = static_cast<const char *>(data);
  while (size > 0) {
    const ssize_t sent = ::write(pipe, at, size);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) _exit(1);  // nobody reads any more
    at += sent;
    size -= std::size_t(sent);
  }
}

void send_text(int pipe, std::uint32_t kind, const std::string &text)
{
  Hdf5Header header;
  header.rank = kind;
  header.name_size = std::uint32_t(text.size());
  send(pipe, &header, sizeof header);
  send(pipe, text.data(), text.size());
}

/// Whether each chunk of a dataset of this shape is in the file. (The status of its space says so only of
/// datasets without filters.)
bool all_chunks_written(hid_t dataset, hid_t creation, int rank, const hsize_t *shape)
{
  hsize_t chunk[most_hdf5_rank] = {1, 1, 1, 1}, written = 0;
  if (H5Pget_chunk(creation, rank, chunk) != rank) return false;
  double needed = 1;
  for (int d = 0; d < rank; ++d) needed *= std::ceil(double(shape[d]) / double(chunk[d]));
  const hid_t space = H5Dget_space(dataset);
  const bool counted = H5Dget_num_chunks(dataset, space, &written) >= 0;
  H5Sclose(space);
  return counted && double(written) >= needed;
}

/// Why the numbers of a dataset are not read; empty if they can be. Numbers that nobody wrote read as the
/// fill value, 0.
std::string reason_against(hid_t dataset, int rank, const hsize_t *shape)
{
  const hid_t creation = H5Dget_create_plist(dataset);
  const H5D_layout_t layout = H5Pget_layout(creation);
  const int external = H5Pget_external_count(creation);
  H5D_space_status_t status = H5D_SPACE_STATUS_NOT_ALLOCATED;
  const bool known = H5Dget_space_status(dataset, &status) >= 0;
  const bool whole = layout == H5D_CHUNKED ? all_chunks_written(dataset, creation, rank, shape)
                                           : known && status == H5D_SPACE_STATUS_ALLOCATED;
  H5Pclose(creation);
  if (external != 0 || layout == H5D_VIRTUAL) return "has its data in other files, which are not read";
  if (layout < 0) return "is damaged";
  return whole ? "" : "was made, but not all of its numbers were written";
}

/// Sends one dataset of numbers, a single one as an array of one; of other datasets their names.
std::string send_dataset(hid_t dataset, const std::string &name, Sender &sender)
{
  const hid_t type = H5Dget_type(dataset), space = H5Dget_space(dataset);
  const H5T_class_t kind = H5Tget_class(type);
  const int rank = H5Sget_simple_extent_ndims(space);
  const H5S_class_t extent = H5Sget_simple_extent_type(space);
  if (kind == H5T_NO_CLASS || extent == H5S_NO_CLASS || rank < 0) return "is damaged";
  if ((kind != H5T_INTEGER && kind != H5T_FLOAT) || extent == H5S_NULL) {
    send_text(sender.pipe, hdf5_unread, name);
    return "";
  }
  if (rank > int(most_hdf5_rank)) return "has more than 4 indices";
  hsize_t shape[most_hdf5_rank] = {1, 1, 1, 1};
  H5Sget_simple_extent_dims(space, shape, nullptr);
  Hdf5Header header;
  header.rank = std::uint32_t(std::max(1, rank));
  header.name_size = std::uint32_t(name.size());
  double count = 1;
  for (int d = 0; d < rank; ++d) count *= double(header.shape[d] = shape[d]);
  if (std::string why = count > 0 ? reason_against(dataset, rank, shape) : ""; !why.empty()) return why;
  sender.bytes_left -= 8 * count;
  if (sender.bytes_left < 0) return "holds more numbers than are read";
  if (most_hdf5_compression * double(H5Dget_storage_size(dataset)) < count * double(H5Tget_size(type)))
    return "claims more numbers than it holds";
  std::vector<double> values(static_cast<std::size_t>(count));
  if (!values.empty() &&
      H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
    return "is damaged, or needs a filter that is not there, or more memory than a file of its size may take";
  send(sender.pipe, &header, sizeof header);
  send(sender.pipe, name.data(), name.size());
  send(sender.pipe, values.data(), 8 * values.size());
  return "";
}

herr_t visit(hid_t file, const char *name, const H5O_info_t *info, void *to)
try {
  auto &sender = *static_cast<Sender *>(to);
  if (info->type != H5O_TYPE_DATASET) return 0;
  const std::size_t length = strnlen(name, longest_hdf5_name + 1);
  if (length > longest_hdf5_name || ++sender.datasets > 1000) {
    sender.wrong = "holds more than 1000 datasets, or longer names than are read";
    return -1;
  }
  const hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT);
  if (dataset < 0) {
    sender.wrong = "has a dataset that cannot be opened: it is damaged";
    return -1;
  }
  const std::string why = send_dataset(dataset, name, sender);
  H5Dclose(dataset);
  if (why.empty()) return 0;
  sender.wrong = "dataset '" + std::string(name) + "' " + why;
  return -1;
} catch (...) {  // nothing may be thrown through a library in C
  return -1;
}
}  // namespace

void send_hdf5(const std::string &file, const ReadLimits &limits, int pipe)
{
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  Sender sender{pipe, limits.bytes, 0, ""};
  const hid_t opened = H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  if (opened < 0)
    sender.wrong = "is cut, damaged, or no HDF5 file";
  else if (H5Ovisit(opened, H5_INDEX_NAME, H5_ITER_INC, visit, &sender) < 0 && sender.wrong.empty())
    sender.wrong = "is damaged";
  send_text(pipe, sender.wrong.empty() ? hdf5_end : hdf5_refused, sender.wrong);
}

}  // namespace gammaflow
