#pragma once

#include <hdf5.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace gammaflow
{
/// A new HDF5 file of plain datasets, under a temporary name until it is complete. Through HDF5's own
/// interface: deal.II's checks nothing in a release build. Whatever cannot be written is an InputError, and
/// leaves nothing behind.
class DataFile
{
 public:
  explicit DataFile(const std::string &path);
  ~DataFile();
  DataFile(const DataFile &) = delete;
  DataFile &operator=(const DataFile &) = delete;

  void group(const std::string &name);
  void dataset(const std::string &name, const std::vector<double> &values, const std::vector<hsize_t> &shape);
  void dataset(const std::string &name, const std::vector<std::uint32_t> &values,
               const std::vector<hsize_t> &shape);
  /// Rows of one length, without a copy of them all.
  void table(const std::string &name, const std::vector<std::vector<double>> &rows);
  /// See write_texts().
  void texts(const std::string &group, const std::map<std::string, std::string> &texts);
  /// Gives the file its name.
  void complete();

 private:
  void write(const std::string &name, hid_t type, const void *values, const std::vector<hsize_t> &shape);
  void reserve(hsize_t bytes);
  void check(hid_t result) const;
  [[noreturn]] void refuse() const;

  const std::string path_, temporary_;
  hid_t file_ = -1;
  hsize_t reserved_ = 0;
};

}  // namespace gammaflow
