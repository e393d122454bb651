// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/candidates/number_table.h>

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace gammaflow
{
/// An array of numbers as NumPy has them, in C's order (the last index fastest).
struct NumberArray {
  std::string name;  ///< of file and member, for messages
  std::vector<std::size_t> shape;
  std::vector<double> values;

  /// "(100, 2)"
  std::string shape_text() const;
};

/// The array of an .npy file (versions 1 to 3) from its bytes: numbers of 1 to 8 bytes of either byte order,
/// as doubles. InputError that begins with `name` for all else: pickled objects (which are never unpickled),
/// records, texts, complex numbers, a header that is not one, sizes that are not those of the data, numbers
/// that are not finite.
NumberArray parse_npy(const std::string &bytes, const std::string &name, const ReadLimits &limits = {});
NumberArray read_npy(const std::string &file, const ReadLimits &limits = {});
/// The arrays of an .npz file by name, without `.npy`.
std::map<std::string, NumberArray> read_npz(const std::string &file, const ReadLimits &limits = {});

}  // namespace gammaflow
