// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/sweep_value.h>

#include <cmath>
#include <functional>
#include <random>
#include <vector>

namespace gammaflow::testing
{
/// d(e_0 ratio^-k) for k < points, exact, with error bars of `level` d.
inline std::vector<SweepValue> sweep(const std::function<double(double)> &d, unsigned points = 6,
                                     double level = 0.01, double largest = 0.5, double ratio = 2)
{
  std::vector<SweepValue> values;
  for (unsigned k = 0; k < points; ++k) {
    const double e = largest * std::pow(ratio, -double(k));
    values.push_back({e, d(e), level * d(e)});
  }
  return values;
}

}  // namespace gammaflow::testing
