// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/formula/jet.h>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace gammaflow::testing
{
/// f' and f'' of a jet against differences of f and f', to `tolerance` of f''; f' is to increase.
inline ::testing::AssertionResult is_convex_with_derivatives(const std::function<Jet(double)> &f, double u,
                                                             double step, double tolerance)
{
  const Jet low = f(u - step), middle = f(u), high = f(u + step);
  const double first = (high.value - low.value) / (2 * step), second = (high.first - low.first) / (2 * step);
  if (!(low.first < middle.first && middle.first < high.first))
    return ::testing::AssertionFailure() << "f' does not increase at " << u;
  if (!(std::abs(first - middle.first) <= tolerance * std::abs(middle.first)))
    return ::testing::AssertionFailure() << "f' = " << middle.first << ", differences " << first;
  if (!(std::abs(second - middle.second) <= tolerance * middle.second))
    return ::testing::AssertionFailure() << "f'' = " << middle.second << ", differences " << second;
  return ::testing::AssertionSuccess();
}

}  // namespace gammaflow::testing
