// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/conditions/condition.h>

namespace gammaflow
{
/// Threshold of a layer's share of the error. With the error of the bulk b e^p and that of the layer r b e^p,
/// together (1 + r^2)^1/2 b e^p, r of order -1/4 (a slope in ridge regression with s = 1) changes the order
/// by r^2/(4 (1 + r^2)): by 0.0025 at a tenth, by 1/8 where both are equal. Smaller ones do not show.
constexpr double largest_share = 0.1;

/// The mean of a function f and its deviation, with the length 1/kappa^1/2 on which f varies: kappa = |L f|/
/// |f - mean|, both over the nodes that are not on walls (there L f contains the normal slope).
struct Variation {
  double mean = 0;
  double size = 0;  ///< |f - mean| in L2
  double kappa = 0;
};
Variation variation_of(const Space &space, const Vector &f);

/// The nodal function that the kernel acts on: density times force (`weighted`), the force, or the state
/// (`of_state`).
Vector averaged_field(const ConditionSweep &sweep, const ConditionMoment &moment);
/// The diagonal of the box around the domain.
double diameter(const Space &space);

/// The L2 norm (weighted with the density in ridge regression) of the error of the kernel flow's rate away
/// from walls, at one value of the sweep:
///   ridge: lambda/(lambda + rho g(L)) xi,   bandwidth: |1 - g(L)/g(0)|^power w,
/// with g(L) replaced by its value at kappa of variation_of(force) or of variation_of(w), w =
/// averaged_field().
double bulk_error(const ConditionSweep &sweep, const ConditionSweep::Step &step,
                  const ConditionMoment &moment);

/// d log(y)/d log(parameter) between the last two values of a sweep, which has at least two.
double last_order(const ConditionSweep &sweep, double at_last_but_one, double at_last);

}  // namespace gammaflow
