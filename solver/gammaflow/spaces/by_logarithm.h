// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/space.h>

#include <cmath>

namespace gammaflow
{
/// u on another space: exp(I log u) if `positive` (u > 0), so that the result is positive, else I u, where
/// interpolate(v, result) sets result = I v.
template <class Interpolate>
Vector by_logarithm(const Vector &u, bool positive, const Space &to, const Interpolate &interpolate)
{
  Vector v = u, result = to.zero();
  if (positive)
    for (double &value : v) value = std::log(value);
  interpolate(v, result);
  if (positive)
    for (double &value : result) value = std::exp(value);
  return result;
}

}  // namespace gammaflow
