// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/primal_parts.h>
#include <gammaflow/study/references/error_budget.h>

#include <nlohmann/json_fwd.hpp>

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

/// fit + penalty is R = R* of a flow's own rate, 1/2 <DF, K DF> = `expected`, up to the error of the linear
/// solver; NumericalFailure otherwise.
void check_parts(const PrimalParts &parts, double expected, double solver, double time);

/// Adds to the "series" of the record of a point "primal_rate_delta" and "dual_rate_delta", error bars of R
/// and R* at the output times, and the same to its "limit_series"; where R has two parts (SplitsPrimal), also
/// "fit_rate" and "penalty_rate" along the flow with their bars, "fit_rate_delta", "penalty_rate_delta".
/// Nothing where a flow has no gradient structure.
void add_rates_over_time(const RefinedEvolution &flow, const RefinedEvolution &limit, nlohmann::json &record);

/// What add_rates_over_time() adds is whole where it is there: curves of n numbers.
bool has_whole_rates(const nlohmann::json &record, std::size_t n);

}  // namespace gammaflow
