// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <hdf5.h>
#include <nlohmann/json.hpp>

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
  /// A matrix from rows of equal length, without a copy of all rows.
  void table(const std::string &name, const std::vector<std::vector<double>> &rows);
  /// Named texts in a group, each a scalar dataset with a string of fixed length: an attribute of fixed
  /// length may not exceed 64 KiB, and texts of variable length lie in HDF5's global heap.
  void texts(const std::string &group, const std::map<std::string, std::string> &texts);
  /// Gives the file its name.
  void complete();
  /// The same with an index of datasets and texts behind it, by which IndexedFile reads it.
  void complete_with_index();

 private:
  void write(const std::string &name, hid_t type, const void *values, const std::vector<hsize_t> &shape);
  void reserve(hsize_t bytes);
  void note_place(hid_t dataset, const std::string &kind, const std::string &name,
                  const nlohmann::json &size);
  void close();
  void name_it();
  void check(hid_t result) const;
  [[noreturn]] void refuse() const;

  const std::string path_, temporary_;
  hid_t file_ = -1;
  hsize_t reserved_ = 0;
  nlohmann::json index_;
};

}  // namespace gammaflow
