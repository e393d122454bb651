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

  bool any() const
  {
    return lower > -std::numeric_limits<double>::infinity() ||
           upper < std::numeric_limits<double>::infinity();
  }
  bool contain(double u) const { return u > lower && u < upper; }
  /// What distances from the ends are measured with: half of the interval.
  double length() const
  {
    const double whole = upper - lower;
    return std::isfinite(whole) ? whole / 2 : 1;
  }
  /// The distance of u from the nearer end in units of length(), at most 1; negative outside.
  double room(double u) const { return std::min(1., std::min(u - lower, upper - u) / length()); }
  /// u, or what is nearest to it with that much room.
  double inside(double u, double room) const
  {
    return std::min(std::max(u, lower + room * length()), upper - room * length());
  }
};

}  // namespace gammaflow
