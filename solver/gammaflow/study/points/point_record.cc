// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/base/sums.h>
#include <gammaflow/study/decay/decay_of_case.h>
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
using Json = nlohmann::json;

Json summary(const Measured &m)
{
  if (m.value.empty()) return nullptr;
  return {{"value", json_number(m.sup())},
          {"delta", json_number(m.sup_delta())},
          {"delta_space", json_number(m.sup_delta_space())},
          {"delta_time", json_number(m.sup_delta_time())},
          {"at_end", json_number(m.value.back())}};
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
Json balance(const SweepPoint &point)
{
  const Trajectory &flow = *point.flow.fine;
  if (!flow.gradient_structure) return nullptr;
  unsigned steps = 0;
  double lowest = flow.ledger.front().energy, magnitude = 0;
  for (const auto &row : flow.ledger) {
    steps += row.steps;
    lowest = std::min(lowest, row.energy);
    magnitude = std::max({magnitude, std::abs(row.energy), std::abs(row.mass)});
  }
  const double scale = flow.ledger.front().energy - lowest,
               round_off = 64 * std::numeric_limits<double>::epsilon() * magnitude;
  return {{"value", json_number(largest_residual(flow))},
          {"bound", json_number(10 * point.tolerance * std::max(1u, steps) * scale + round_off)},
          {"scale", json_number(scale)},
          {"looser_value", json_number(largest_residual(*point.flow.loose))},
          {"limit_flow_value", json_number(largest_residual(*point.limit.fine))}};
}
}  // namespace

std::string record_key(const CasePlan &plan, const SweepStep &step)
{
  Json key{{"flow", evolution_key(plan.flow_at(step))},
           {"limit", evolution_key(plan.limit_at(step))},
           {"accuracy", plan.flow.as_json()["accuracy"]},
           {"distance", plan.distance},
           {"equality", plan.equality},
           {"equality tolerance", plan.equality_tolerance}};
  return key.dump();
}

nlohmann::json record_of_failure(const CasePlan &plan, const SweepStep &step, unsigned level,
                                 double tolerance, const std::string &reason)
{
  return {{"parameter", step.parameter},   {"bandwidth", step.bandwidth},
          {"ridge", step.ridge},           {"level", level},
          {"tolerance", tolerance},        {"failure", reason},
          {"key", record_key(plan, step)}, {"memory", plan.memory_bytes}};
}

bool is_failure(const nlohmann::json &record)
{
  return record.contains("failure");
}

nlohmann::json record_of(const SweepPoint &point, const CasePlan &plan)
{
  const Trajectory &flow = *point.flow.fine;
  unsigned steps = 0, iterations = 0, rejected = 0, nodes = 0;
  double transfers = 0;
  for (const auto &row : flow.ledger) {
    steps += row.steps;
    rejected += row.rejected;
    iterations += row.solver_iterations;
    nodes = std::max(nodes, row.nodes);
    transfers += std::abs(row.transfer_energy);
  }
  Json record{
      {"parameter", point.step.parameter},
      {"bandwidth", point.step.bandwidth},
      {"ridge", point.step.ridge},
      {"level", point.level},
      {"nodes", nodes},
      {"tolerance", point.tolerance},
      {"resolved", point.resolved},
      {"note", point.note},
      {"judged_distance", point.judged_distance},
      {"energy", summary(point.energy)},
      {"primal_dissipation", summary(point.primal_dissipation)},
      {"dual_dissipation", summary(point.dual_dissipation)},
      {"state_bars", {{"flow", json_number(point.flow_bar)}, {"limit", json_number(point.limit_bar)}}},
      {"edb_residual", balance(point)},
      {"steps", steps},
      {"rejected_steps", rejected},
      {"solver_iterations", iterations}};
  if (flow.adapted()) record["transfer_energy"] = transfers;
  Json series = series_of(flow);
  series["parameter"] = point.step.parameter;
  for (const auto &[name, measured] : point.distances) {
    record["distances"][name] = summary(measured);
    series["distance"][name] = measured.value;
    std::vector<double> delta(measured.value.size());
    for (std::size_t i = 0; i < delta.size(); ++i)
      delta[i] = measured.delta_space[i] + measured.delta_time[i];
    series["delta"][name] = delta;
  }
  for (const auto &[name, measured] :
       {std::pair<const char *, const Measured *>{"primal_dissipated_delta", &point.primal_dissipation},
        {"dual_dissipated_delta", &point.dual_dissipation}}) {
    std::vector<double> delta(measured->value.size());
    for (std::size_t i = 0; i < delta.size(); ++i)
      delta[i] = measured->delta_space[i] + measured->delta_time[i];
    series[name] = delta;
  }
  record["series"] = series;
  record["limit_series"] = series_of(*point.limit.fine);
  add_decay(point.flow, point.limit, record);
  add_rates_over_time(point.flow, point.limit, record);
  record["grid"] = plot_grid(*flow.space);
  record["times"] = flow.times;
  record["key"] = record_key(plan, point.step);
  record["memory"] = plan.memory_bytes;
  // numbers as they will be read again from disk
  return Json::parse(record.dump());
}

}  // namespace gammaflow
