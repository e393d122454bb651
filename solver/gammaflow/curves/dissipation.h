// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/curves/curve.h>
#include <gammaflow/curves/time_rule.h>
#include <gammaflow/geometries/rate_cost.h>

namespace gammaflow
{
/// D(w) = int_0^T [ R(w, w') + R*(w, -DF(w)) ] dt along a curve that need not solve the flow. R may be
/// infinite, so that it is given by bounds (RateCost).
struct DissipationAlong {
  double primal_lower = 0, primal_upper = 0;  ///< int R; the upper one infinite where no bound is known
  double primal_near = 0;                     ///< int R of the nearby rates that were found
  double tolerance = 0;                       ///< largest relative L2 distance of these rates to w'
  double dual = 0;                            ///< int R*
  double energy_change = 0;                   ///< F(w(T)) - F(w(0))
  double missed_power = 0;                    ///< int |<DF, w' - v~>| of the nearby rates v~

  double lower() const { return primal_lower + dual; }
  double upper() const { return primal_upper + dual; }
  double near() const { return primal_near + dual; }
  bool exact() const { return std::isfinite(upper()) && tolerance == 0; }
  bool infinite() const { return std::isinf(primal_lower); }
};

/// Along the curve on [0, end], by quadrature with `rule`. Checked at each time, and a BrokenInequality
/// otherwise:
///   R(w, v) + R*(w, -DF) >= -<DF, v>               (Fenchel), for the rate v = w' or the nearby one,
///   the same with equality for v = -K(w) DF(w),    at the first time,
/// both of the discrete operators, to the relative tolerance max(1e-7, 100 solver), where `solver` is the
/// relative error of linear systems. An ImageCurve or VelocityImageCurve must have been made with the kernel
/// of the geometry.
DissipationAlong dissipation_along(const Energy &energy, const Geometry &geometry, const Curve &curve,
                                   double end, const TimeRule &rule, double solver);

/// Checks F(w(T)) - F(w(0)) + near() + missed_power >= -delta, `delta` the error bar of D: a curve dissipates
/// at least its loss of energy. BrokenInequality, which names the curve, otherwise. Nothing where D is
/// infinite.
void check_balance(const DissipationAlong &along, double delta, const std::string &curve);

}  // namespace gammaflow
