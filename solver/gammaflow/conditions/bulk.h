// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/conditions/condition.h>

namespace gammaflow
{
/// Threshold of a layer's share of the error. With the error of the bulk b e^p and that of the layer r b e^p,
/// together (1 + r^2)^1/2 b e^p, r of order -1/4 (a slope in ridge regression with s = 1) changes the order
/// by r^2/(4 (1 + r^2)): by 0.0025 at a tenth, by 1/8 where both are equal. Smaller ones do not show.
constexpr double largest_share = 0.1;

/// A function's mean and what is left, with the length 1/kappa^1/2 on which that varies, kappa = |L f|/|f -
/// mean|, seen from inside: L f at the nodes of walls holds the slope there, too.
struct Variation {
  double mean = 0;
  double size = 0;  ///< |f - mean| in L2
  double kappa = 0;
};
Variation variation_of(const Space &space, const Vector &f);

/// The force times the density for kernels that act on that, else the force; of energies' kernels the state.
Vector averaged_field(const ConditionSweep &sweep, const ConditionMoment &moment);
/// The diagonal of the box around the domain.
double diameter(const Space &space);

/// The L2 norm (weighted with the density in ridge regression) of what the kernel flow misses of the rate in
/// the inside of the domain, at one value of the sweep:
///   ridge: lambda/(lambda + rho g(L)) xi,   bandwidth: (1 - g(L))^power w,
/// each for functions on the length of the force or of w.
double bulk_error(const ConditionSweep &sweep, const ConditionSweep::Step &step,
                  const ConditionMoment &moment);

/// d log(y)/d log(parameter) between the two smallest values of a sweep.
double last_order(const ConditionSweep &sweep, double at_last_but_one, double at_last);

}  // namespace gammaflow
