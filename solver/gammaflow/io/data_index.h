// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace gammaflow
{
/// Data files vouch for themselves. Behind what HDF5 wrote there is
///   {"datasets": {NAME: {"offset": BYTES, "shape": [ROWS, ...]}}, "texts": {NAME: {"offset": ..., "size":
///   ...}}}
///   "\nGammaFlow index " OFFSET OF THE INDEX " sha256 " SHA-256 OF ALL THAT STANDS BEFORE "\n"
/// which other programs skip: for them it is an HDF5 file like others. GammaFlow itself reads the plain
/// numbers by this index and never lets HDF5 parse a given file: the library (1.10) trusts the inner tables
/// of a file, and a damaged one can end the program.
void append_index(const std::string &path, const nlohmann::json &index);
/// The last line alone, for a file whose index begins at this byte. InputError where it cannot be written.
void seal(const std::string &path, std::uint64_t index_at);

/// A file with an index, checked as a whole before anything is read.
class IndexedFile
{
 public:
  /// InputError that names the file where it is missing, cut, damaged, or has no index.
  explicit IndexedFile(const std::string &path);

  /// A dataset of the file.
  struct Table {
    std::vector<std::size_t> shape;
    std::vector<double> values;  ///< row by row
  };
  /// InputError where there is no dataset of this name and rank inside of the file.
  Table table(const std::string &name, unsigned rank);
  /// The named texts of the file.
  std::map<std::string, std::string> texts();

  /// The SHA-256 that the file carries: equal for equal contents alone.
  const std::string &checksum() const { return checksum_; }
  [[noreturn]] void refuse(const std::string &why) const;

 private:
  void read(std::uint64_t offset, char *to, std::uint64_t bytes);
  const nlohmann::json &entry(const char *kind, const std::string &name) const;

  std::string path_, checksum_;
  std::ifstream in_;
  std::uint64_t data_bytes_ = 0;  ///< before the index
  nlohmann::json index_;
};

}  // namespace gammaflow
