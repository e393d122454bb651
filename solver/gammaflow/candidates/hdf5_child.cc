// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/candidates/hdf5_child.h>

#include <hdf5.h>

#include <cerrno>
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

/// Why the numbers of a dataset are not read; empty if they can be.
std::string reason_against(hid_t dataset)
{
  const hid_t creation = H5Dget_create_plist(dataset);
  const H5D_layout_t layout = H5Pget_layout(creation);
  const int external = H5Pget_external_count(creation);
  H5Pclose(creation);
  if (external != 0 || layout == H5D_VIRTUAL) return "has its data in other files, which are not read";
  if (layout < 0) return "is damaged";
  return "";
}

/// Sends one dataset of numbers; other datasets are left out.
std::string send_dataset(hid_t dataset, const std::string &name, Sender &sender)
{
  const hid_t type = H5Dget_type(dataset), space = H5Dget_space(dataset);
  const H5T_class_t kind = H5Tget_class(type);
  const int rank = H5Sget_simple_extent_ndims(space);
  const bool numbers = kind == H5T_INTEGER || kind == H5T_FLOAT;
  if (!numbers || rank < 1 || H5Sget_simple_extent_type(space) != H5S_SIMPLE) return "";
  if (std::string why = reason_against(dataset); !why.empty()) return why;
  if (rank > int(most_hdf5_rank)) return "has more than 4 indices";
  hsize_t shape[most_hdf5_rank] = {1, 1, 1, 1};
  H5Sget_simple_extent_dims(space, shape, nullptr);
  Hdf5Header header;
  header.rank = std::uint32_t(rank);
  header.name_size = std::uint32_t(name.size());
  double count = 1;
  for (int d = 0; d < rank; ++d) count *= double(header.shape[d] = shape[d]);
  sender.bytes_left -= 8 * count;
  if (sender.bytes_left < 0) return "holds more numbers than are read";
  // filters of HDF5 make numbers at most about 1000 times as short
  if (1100 * double(H5Dget_storage_size(dataset)) < count * double(H5Tget_size(type)))
    return "claims more numbers than it holds";
  std::vector<double> values(static_cast<std::size_t>(count));
  if (!values.empty() &&
      H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
    return "is damaged, or needs a filter that is not there";
  send(sender.pipe, &header, sizeof header);
  send(sender.pipe, name.data(), name.size());
  send(sender.pipe, values.data(), 8 * values.size());
  return "";
}

herr_t visit(hid_t file, const char *name, const H5O_info_t *info, void *to)
{
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
