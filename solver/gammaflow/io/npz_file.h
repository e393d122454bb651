// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace gammaflow
{
/// An array of numbers in C order (the last index fastest); `values` is not owned.
struct NamedArray {
  std::string name;
  std::vector<std::size_t> shape;
  const std::vector<double> &values;
};

/// Writes a NumPy .npz file, a ZIP archive of .npy members without compression; under a temporary name, then
/// renamed. InputError where it cannot be written. Archives of 4 GiB and more need another format: false, and
/// nothing is written.
bool write_npz(const std::string &path, const std::vector<NamedArray> &arrays);

}  // namespace gammaflow
