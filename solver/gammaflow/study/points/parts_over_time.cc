// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/flow/flow.h>
#include <gammaflow/geometries/linear_solver.h>
#include <gammaflow/study/points/parts_over_time.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
/// Both parts of R(u, -K(u) DF(u)) at each output time; empty where R has none.
struct PartsOverTime {
  std::vector<double> fit, penalty;
};

PartsOverTime parts_along(const Parameters &parameters, const Trajectory &trajectory)
{
  PartsOverTime result;
  std::shared_ptr<const Space> on;
  std::optional<Flow> flow;
  for (std::size_t k = 0; k < trajectory.states.size(); ++k) {
    if (const auto space = trajectory.space_of(k); space != on) {
      on = space;
      flow.emplace(Flow::build(parameters, on));
      if (!has_primal_parts(flow->geometry())) return {};
    }
    const Vector &u = trajectory.states[k];
    Vector force = on->zero(), rate = force;
    flow->energy().first_variation(u, force);
    flow->geometry().onsager_apply(u, force, rate);
    const PrimalParts parts = primal_parts(flow->geometry(), u, force, rate).value();
    check_parts(parts, 0.5 * on->inner(force, rate), SolverOptions(parameters).tolerance,
                trajectory.times[k]);
    result.fit.push_back(parts.fit);
    result.penalty.push_back(parts.penalty);
  }
  return result;
}

void add(const NumberOverTime &number, const std::string &name, RecordedCurves &curves)
{
  curves.numbers[name] = number.value;
  curves.numbers[name + "_delta"] = number.delta;
}

void add_bars_of_ledger(const RefinedEvolution &run, RecordedCurves &curves)
{
  for (const auto &[name, member] :
       {std::pair{"primal_rate", &LedgerRow::primal_rate}, std::pair{"dual_rate", &LedgerRow::dual_rate}}) {
    const auto rates = [which = member](const Trajectory &t) {
      std::vector<double> values;
      for (const LedgerRow &row : t.ledger) values.push_back(row.*which);
      return values;
    };
    curves.numbers[std::string(name) + "_delta"] = with_bars(run, rates).delta;
  }
}
}  // namespace

void check_parts(const PrimalParts &parts, const double expected, const double solver, const double time)
{
  const double slack = std::max(1e-7, 100 * solver) * (std::abs(expected) + std::abs(parts.sum()));
  if (std::isfinite(parts.sum()) && std::abs(parts.sum() - expected) > slack)
    throw NumericalFailure("the two parts of R(u, u') do not sum up to it at t = " + few_digits(time, 6) +
                           ": " + all_digits(parts.sum()) + " against " + all_digits(expected));
}

NumberOverTime with_bars(const RefinedEvolution &run,
                         const std::function<std::vector<double>(const Trajectory &)> &numbers)
{
  NumberOverTime result;
  result.value = numbers(*run.fine);
  const std::vector<double> coarse = numbers(*run.coarse), loose = numbers(*run.loose),
                            coarser = run.coarser ? numbers(*run.coarser) : std::vector<double>();
  const auto errors = errors_of_number(run, result.value, coarse, coarser, loose);
  for (std::size_t k = 0; k < result.value.size(); ++k) {
    const double round_off = 64 * std::numeric_limits<double>::epsilon() * std::abs(result.value[k]);
    result.delta.push_back(errors[k].space + errors[k].time + round_off);
  }
  return result;
}

void add_rates_over_time(const RefinedEvolution &flow, const RefinedEvolution &limit,
                         RecordedCurves &flow_curves, RecordedCurves &limit_curves)
{
  add_bars_of_ledger(flow, flow_curves);
  add_bars_of_ledger(limit, limit_curves);
  std::map<const Trajectory *, PartsOverTime> known;
  const auto parts = [&](const Trajectory &t) -> const PartsOverTime & {
    const auto [entry, fresh] = known.try_emplace(&t);
    if (fresh) entry->second = parts_along(flow.flow, t);
    return entry->second;
  };
  if (parts(*flow.fine).fit.empty()) return;
  NumberOverTime fit = with_bars(flow, [&](const Trajectory &t) { return parts(t).fit; }),
                 penalty = with_bars(flow, [&](const Trajectory &t) { return parts(t).penalty; });
  // an error e of f in L2(rho) changes both by at most e |f|
  const double solver = SolverOptions(flow.flow).tolerance;
  for (std::size_t k = 0; k < fit.value.size(); ++k) {
    const double error = 2 * solver * (fit.value[k] + penalty.value[k]);
    fit.delta[k] += error;
    penalty.delta[k] += error;
  }
  add(fit, "fit_rate", flow_curves);
  add(penalty, "penalty_rate", flow_curves);
}

}  // namespace gammaflow
