// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/io/data_file.h>
#include <gammaflow/io/data_index.h>
#include <gammaflow/io/durable.h>
#include <gammaflow/io/files.h>

#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <functional>
#include <numeric>
#include <unistd.h>

namespace gammaflow
{
namespace
{
/// Closes an identifier of the HDF5 library.
struct Hdf5Handle {
  hid_t id;
  herr_t (*close)(hid_t);
  ~Hdf5Handle()
  {
    if (id >= 0) close(id);
  }
};

/// For what HDF5 writes beside the data: of a file, and of each dataset (header, entry of its group).
constexpr hsize_t overhead = 65536, of_dataset = 4096;

bool allocated(const std::string &path, hsize_t bytes)
{
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  if (file < 0) return false;
  const int error = ::posix_fallocate(file, 0, off_t(bytes));
  ::close(file);
  return error == 0;
}

/// Without the time at which it was made: the same content has the same bits.
hid_t new_dataset(const hid_t in, const std::string &name, const hid_t type, const hid_t space)
{
  const Hdf5Handle properties{H5Pcreate(H5P_DATASET_CREATE), &H5Pclose};
  H5Pset_obj_track_times(properties.id, false);
  return H5Dcreate2(in, name.c_str(), type, space, H5P_DEFAULT, properties.id, H5P_DEFAULT);
}

hsize_t product(const std::vector<hsize_t> &shape)
{
  return std::accumulate(shape.begin(), shape.end(), hsize_t(1), std::multiplies<>());
}
}  // namespace

DataFile::DataFile(const std::string &path) : path_(path), temporary_(temporary_name(path))
{
  if (!allocated(temporary_, overhead)) refuse();
  H5E_BEGIN_TRY  // what goes wrong is said by the exception
  {
    file_ = H5Fcreate(temporary_.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  }
  H5E_END_TRY
  if (file_ < 0) refuse();
  reserve(overhead);
}

/// A file that HDF5 cannot write stays open for ever, and ends the program by a crash when the library ends.
/// So the room is asked for before anything is written there; complete() gives back what was too much.
void DataFile::reserve(const hsize_t bytes)
{
  reserved_ += bytes;
  if (!allocated(temporary_, reserved_)) refuse();
}

void DataFile::refuse() const
{
  std::remove(temporary_.c_str());
  throw InputError(path_, "", "cannot be written", "a place that can be written, with space left");
}

DataFile::~DataFile()
{
  if (file_ < 0) return;
  H5Fclose(file_);
  std::remove(temporary_.c_str());
}

void DataFile::group(const std::string &name)
{
  reserve(1024);
  const hid_t group = H5Gcreate2(file_, name.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  check(group);
  H5Gclose(group);
}

void DataFile::write(const std::string &name, const hid_t type, const void *values,
                     const std::vector<hsize_t> &shape)
{
  const Hdf5Handle space{H5Screate_simple(int(shape.size()), shape.data(), nullptr), &H5Sclose};
  const Hdf5Handle set{new_dataset(file_, name, type, space.id), &H5Dclose};
  check(set.id);
  check(H5Dwrite(set.id, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values));
  note_place(set.id, "datasets", name, shape);
}

void DataFile::dataset(const std::string &name, const std::vector<double> &values,
                       const std::vector<hsize_t> &shape)
{
  reserve(product(shape) * sizeof(double) + of_dataset);
  write(name, H5T_NATIVE_DOUBLE, values.data(), shape);
}

void DataFile::dataset(const std::string &name, const std::vector<std::uint32_t> &values,
                       const std::vector<hsize_t> &shape)
{
  reserve(product(shape) * sizeof(std::uint32_t) + of_dataset);
  write(name, H5T_NATIVE_UINT32, values.data(), shape);
}

void DataFile::table(const std::string &name, const std::vector<std::vector<double>> &rows)
{
  const hsize_t width = rows.empty() ? 0 : rows.front().size();
  const std::vector<hsize_t> shape = {rows.size(), width}, one = {1, width};
  reserve(rows.size() * width * sizeof(double) + of_dataset);
  const Hdf5Handle space{H5Screate_simple(2, shape.data(), nullptr), &H5Sclose},
      row{H5Screate_simple(2, one.data(), nullptr), &H5Sclose};
  const Hdf5Handle set{new_dataset(file_, name, H5T_NATIVE_DOUBLE, space.id), &H5Dclose};
  check(set.id);
  for (hsize_t i = 0; i < rows.size(); ++i) {
    const hsize_t start[] = {i, 0};
    check(H5Sselect_hyperslab(space.id, H5S_SELECT_SET, start, nullptr, one.data(), nullptr));
    check(H5Dwrite(set.id, H5T_NATIVE_DOUBLE, row.id, space.id, H5P_DEFAULT, rows[i].data()));
  }
  note_place(set.id, "datasets", name, shape);
}

void DataFile::texts(const std::string &group, const std::map<std::string, std::string> &texts)
{
  hsize_t bytes = 4096;
  for (const auto &[name, text] : texts) bytes += name.size() + text.size() + 1024;
  reserve(bytes);
  const Hdf5Handle in{H5Gcreate2(file_, group.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), &H5Gclose};
  check(in.id);
  for (const auto &[name, text] : texts) {
    const Hdf5Handle space{H5Screate(H5S_SCALAR), &H5Sclose}, type{H5Tcopy(H5T_C_S1), &H5Tclose};
    H5Tset_size(type.id, text.size() + 1);
    H5Tset_cset(type.id, H5T_CSET_UTF8);
    const Hdf5Handle set{new_dataset(in.id, name, type.id, space.id), &H5Dclose};
    check(set.id);
    check(H5Dwrite(set.id, type.id, H5S_ALL, H5S_ALL, H5P_DEFAULT, text.c_str()));
    note_place(set.id, "texts", name, text.size());
  }
}

/// Where the numbers of a dataset lie in the file; an empty one lies nowhere.
void DataFile::note_place(const hid_t dataset, const std::string &kind, const std::string &name,
                          const nlohmann::json &size)
{
  const haddr_t offset = H5Dget_offset(dataset);
  index_[kind][name] = {{"offset", offset == HADDR_UNDEF ? 0 : offset},
                        {kind == "texts" ? "size" : "shape", size}};
}

void DataFile::close()
{
  hsize_t size = 0;
  const bool flushed = H5Fflush(file_, H5F_SCOPE_LOCAL) >= 0 && H5Fget_filesize(file_, &size) >= 0;
  const herr_t closed = H5Fclose(file_);
  file_ = -1;
  if (!flushed || closed < 0 || ::truncate(temporary_.c_str(), off_t(size)) != 0) refuse();
}

void DataFile::name_it()
{
  if (!rename_durably(temporary_, path_).empty()) refuse();
}

void DataFile::complete()
{
  close();
  name_it();
}

void DataFile::complete_with_index()
{
  close();
  try {
    append_index(temporary_, index_);
  } catch (const InputError &) {
    refuse();
  }
  name_it();
}

void DataFile::check(const hid_t result) const
{
  if (result < 0) refuse();
}

}  // namespace gammaflow
