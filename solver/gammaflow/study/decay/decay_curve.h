// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/decay/decay_theory.h>
#include <gammaflow/decay/infimum.h>
#include <gammaflow/study/references/error_budget.h>

#include <optional>
#include <vector>

namespace gammaflow
{
/// The Polyak-Lojasiewicz quotient Q = 2 R*(u, -DF(u)) / (F(u) - inf F) over time: F - inf F falls at the
/// rate Q.
struct DecayCurve {
  std::vector<double> quotient;  ///< not a number where it is not resolved
  /// Error bars from space, time, and the bracket of inf F: the true quotient is in [quotient - delta,
  /// quotient + delta]. NaN where the quotient is.
  std::vector<double> delta;
  std::vector<double> gap;  ///< F - inf F, an upper bound of inf F taken
  Infimum infimum;          ///< of the last mesh
};

/// For the states of a flow, with error bars from its companions, each with the infimum on its own mesh. A
/// value with a bar above `worst` times itself is not resolved.
DecayCurve decay_curve(const RefinedEvolution &run, double worst = 0.2);

/// The rate of F - inf F between the middle and the end of the times that are resolved.
struct DecayRate {
  double value, low, high;  ///< log of the ratio over the time; the smallest and largest between neighbours
  double from, to;
};
/// Empty where fewer than three times are resolved, or fewer than two of them are in the second half.
std::optional<DecayRate> fitted_rate(const std::vector<double> &times, const DecayCurve &curve);

}  // namespace gammaflow
