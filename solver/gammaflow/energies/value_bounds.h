// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
/// The open interval of values on which a local energy is defined.
struct ValueBounds {
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();

  /// Whether an end is finite.
  bool any() const
  {
    return lower > -std::numeric_limits<double>::infinity() ||
           upper < std::numeric_limits<double>::infinity();
  }
  bool contain(double u) const { return u > lower && u < upper; }
  /// The unit of distances from the ends: half of the interval, 1 where that is infinite.
  double length() const
  {
    const double whole = upper - lower;
    return std::isfinite(whole) ? whole / 2 : 1;
  }
  /// The distance of u from the nearer end in units of length(), at most 1; negative outside.
  double room(double u) const { return std::min(1., std::min(u - lower, upper - u) / length()); }
  /// The value nearest to u whose room() is at least `room`.
  double inside(double u, double room) const
  {
    return std::min(std::max(u, lower + room * length()), upper - room * length());
  }
};

}  // namespace gammaflow
