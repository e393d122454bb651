// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <algorithm>
#include <vector>

namespace gammaflow
{
/// The different numbers, ascending; those that are no more than `tolerance` above the last one kept are that
/// one.
inline std::vector<double> distinct(std::vector<double> x, double tolerance)
{
  std::sort(x.begin(), x.end());
  std::vector<double> result;
  for (const double value : x)
    if (result.empty() || value - result.back() > tolerance) result.push_back(value);
  return result;
}

}  // namespace gammaflow
