// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/sums.h>
#include <gammaflow/study/plan/evolution_key.h>
#include <gammaflow/study/points/parts_over_time.h>
#include <gammaflow/study/points/point_record.h>
#include <gammaflow/study/points/series.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
std::optional<Summary> summary(const Measured &m)
{
  if (m.value.empty()) return {};
  return Summary{m.sup(), m.sup_delta(), m.sup_delta_space(), m.sup_delta_time(), m.value.back()};
}

std::vector<double> bars_of(const Measured &m)
{
  std::vector<double> bars(m.value.size());
  for (std::size_t k = 0; k < bars.size(); ++k) bars[k] = m.delta_space[k] + m.delta_time[k];
  return bars;
}

double largest_residual(const Trajectory &trajectory)
{
  return largest_of(trajectory.ledger.size(),
                    [&](std::size_t i) { return std::abs(trajectory.ledger[i].edb_residual); });
}

/// |F(T) + D - F(0)| of both flows against what the time integration may leave: every accepted step leaves at
/// most about tolerance times F(0) - inf F in each of the two integrals and in the energy. The bound is ten
/// times that per step, on the scale of the energy that there is to dissipate, F(0) - inf F along the run;
/// and the round-off of the energy, a sum over the mass.
std::optional<BalanceResidual> balance(const SweepPoint &point)
{
  const Trajectory &flow = *point.flow.fine;
  if (!flow.gradient_structure) return {};
  unsigned steps = 0;
  double lowest = flow.ledger.front().energy, magnitude = 0;
  for (const auto &row : flow.ledger) {
    steps += row.steps;
    lowest = std::min(lowest, row.energy);
    magnitude = std::max({magnitude, std::abs(row.energy), std::abs(row.mass)});
  }
  const double scale = flow.ledger.front().energy - lowest,
               round_off = 64 * std::numeric_limits<double>::epsilon() * magnitude;
  return BalanceResidual{largest_residual(flow),
                         10 * point.tolerance * std::max(1u, steps) * scale + round_off, scale,
                         largest_residual(*point.flow.loose), largest_residual(*point.limit.fine)};
}

/// What its ledger says of the time integration.
void add_counts(const Trajectory &flow, PointRecord &record)
{
  double transfers = 0;
  for (const auto &row : flow.ledger) {
    record.steps += row.steps;
    record.rejected_steps += row.rejected;
    record.solver_iterations += row.solver_iterations;
    record.nodes = std::max(record.nodes, row.nodes);
    transfers += std::abs(row.transfer_energy);
  }
  if (flow.adapted()) record.transfer_energy = transfers;
}

void add_differences(const SweepPoint &point, PointRecord &record)
{
  for (const auto &[name, measured] : point.distances) {
    record.distances[name] = summary(measured).value_or(Summary());
    record.flow.distance[name] = measured.value;
    record.flow.delta[name] = bars_of(measured);
  }
  record.energy = summary(point.energy);
  record.primal_dissipation = summary(point.primal_dissipation);
  record.dual_dissipation = summary(point.dual_dissipation);
  record.flow.numbers["primal_dissipated_delta"] = bars_of(point.primal_dissipation);
  record.flow.numbers["dual_dissipated_delta"] = bars_of(point.dual_dissipation);
}

DecayFinding decay_with_curves(const RefinedEvolution &run, RecordedCurves &curves)
{
  const DecayCurve curve = decay_curve(run);
  curves.numbers["quotient"] = curve.quotient;
  curves.numbers["quotient_delta"] = curve.delta;
  return find_decay(run, curve);
}
}  // namespace

std::string record_key(const CasePlan &plan, const SweepStep &step)
{
  const nlohmann::json key{{"flow", evolution_key(plan.flow_at(step))},
                           {"limit", evolution_key(plan.limit_at(step))},
                           {"accuracy", plan.flow.as_json()["accuracy"]},
                           {"distance", plan.distance},
                           {"equality", plan.equality},
                           {"equality tolerance", plan.equality_tolerance}};
  return key.dump();
}

PointFailure record_of_failure(const CasePlan &plan, const SweepStep &step, unsigned level, double tolerance,
                               const std::string &reason)
{
  return {step, level, tolerance, reason, record_key(plan, step), double(plan.memory_bytes)};
}

PointRecord record_of(const SweepPoint &point, const CasePlan &plan)
{
  const Trajectory &flow = *point.flow.fine, &limit = *point.limit.fine;
  PointRecord record;
  record.step = point.step;
  record.level = point.level;
  record.tolerance = point.tolerance;
  record.resolved = point.resolved;
  record.note = point.note;
  record.judged_distance = point.judged_distance;
  record.flow_bar = point.flow_bar;
  record.limit_bar = point.limit_bar;
  record.balance = balance(point);
  record.flow = recorded_curves(flow);
  record.limit = recorded_curves(limit);
  add_counts(flow, record);
  add_differences(point, record);
  if (flow.gradient_structure && limit.gradient_structure) {
    record.decay = DecayOfPoint{point.step.parameter, decay_with_curves(point.flow, record.flow),
                                decay_with_curves(point.limit, record.limit)};
    add_rates_over_time(point.flow, point.limit, record.flow, record.limit);
  }
  record.grid = plot_grid(*flow.space);
  record.times = flow.times;
  record.key = record_key(plan, point.step);
  record.memory = double(plan.memory_bytes);
  return record;
}

std::vector<SweepValue> sweep_values(const std::vector<PointRecord> &points,
                                     const std::function<std::optional<Summary>(const PointRecord &)> &of)
{
  std::vector<SweepValue> values;
  for (const PointRecord &point : points) {
    const Summary summary = of(point).value_or(Summary());
    values.push_back({point.step.parameter, summary.value, summary.delta});
  }
  return values;
}

}  // namespace gammaflow
