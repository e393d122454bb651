// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace gammaflow
{
/// At most `most` of the indices below n, evenly spread in ascending order, the first and the last among
/// them.
inline std::vector<std::size_t> spread_indices(std::size_t n, std::size_t most)
{
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < std::min(n, most); ++i)
    result.push_back(n <= most ? i : most < 2 ? 0 : i * (n - 1) / (most - 1));
  return result;
}

}  // namespace gammaflow
