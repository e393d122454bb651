// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/primal_parts.h>
#include <gammaflow/study/points/recorded_curves.h>
#include <gammaflow/study/references/error_budget.h>

#include <functional>
#include <vector>

namespace gammaflow
{
/// A number at each output time, with its error bar.
struct NumberOverTime {
  std::vector<double> value, delta;
};

/// From the evolution and its companions: space as the geometric tail of consecutive levels, time as the
/// difference to the loose one, like a ledger quantity (measure_difference()).
NumberOverTime with_bars(const RefinedEvolution &run,
                         const std::function<std::vector<double>(const Trajectory &)> &numbers);

/// NumericalFailure, with the time, unless fit + penalty is `expected` = 1/2 <DF, K DF>, R = R* of the flow's
/// own rate, up to the error of the linear solver, `solver`.
void check_parts(const PrimalParts &parts, double expected, double solver, double time);

/// Adds "primal_rate_delta" and "dual_rate_delta", error bars of R and R* at the output times, to the curves
/// of both flows, which have a gradient structure; where R has two parts (SplitsPrimal), also "fit_rate" and
/// "penalty_rate" along the kernel flow with their bars, "fit_rate_delta", "penalty_rate_delta".
void add_rates_over_time(const RefinedEvolution &flow, const RefinedEvolution &limit,
                         RecordedCurves &flow_curves, RecordedCurves &limit_curves);

}  // namespace gammaflow
