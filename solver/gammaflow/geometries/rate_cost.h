// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/geometry.h>

#include <cmath>
#include <limits>

namespace gammaflow
{
/// Bounds of R(u, v) for a rate v that need not be one of the flow, so that R may be infinite.
struct RateCost {
  double lower = 0;                                        ///< R(u, v) >= lower
  double upper = std::numeric_limits<double>::infinity();  ///< R(u, v) <= upper; infinite: no bound is known
  /// R(u, v~) of a rate v~ in the range of K with |v - v~| = tolerance |v| in L2.
  double near = std::numeric_limits<double>::infinity();
  double tolerance = 0;
  Vector missed = {};  ///< v - v~; empty where it vanishes

  /// R(u, v) is one finite number, lower = upper up to round-off.
  bool exact() const { return std::isfinite(upper) && tolerance == 0; }
  /// No curve with this rate has a finite cost.
  bool infinite() const { return std::isinf(lower); }
};

/// lower = upper = near = value, which may be infinite.
RateCost exact_cost(double value);

/// A geometry that bounds R(u, v) for any rate by formulas of its own.
class BoundsRateCost
{
 public:
  virtual ~BoundsRateCost() = default;
  /// Of any rate v, nodal values.
  virtual RateCost rate_cost(const Vector &u, const Vector &v) const = 0;
};

/// When the search for a rate in the range of K ends: at the tolerance or at the number of iterations.
struct RangeSearch {
  double tolerance = 1e-6;  ///< of the rate, in L2
  unsigned iterations = 200;
};

/// From a force psi, which truncated conjugate gradients for K(u) psi = v give:
///   R(u, v) >= 1/2 <psi, v>^2 / <psi, K psi>,    R(u, K psi) = 1/2 <psi, K psi>,
/// both true of the discrete operator for every psi. K(u) must be linear and symmetric.
RateCost range_cost(const Geometry &geometry, const Vector &u, const Vector &v,
                    const RangeSearch &search = {});

/// The geometry's own bounds where it has some (BoundsRateCost), else range_cost(). Rates with a mass cost an
/// infinite amount where no rate of the geometry has one.
RateCost rate_cost(const Geometry &geometry, const Vector &u, const Vector &v);

}  // namespace gammaflow
