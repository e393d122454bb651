#include <gammaflow/study/point_record.h>
#include <gammaflow/study/series.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

Json number(double value)
{
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json summary(const Measured &m)
{
  if (m.value.empty()) return nullptr;
  return {{"value", number(m.sup())},
          {"delta", number(m.sup_delta())},
          {"delta_space", number(m.sup_delta_space())},
          {"delta_time", number(m.sup_delta_time())},
          {"at_end", number(m.value.back())}};
}

double largest_residual(const Trajectory &trajectory)
{
  double result = 0;
  for (const auto &row : trajectory.ledger)
    result = std::isnan(row.edb_residual) ? row.edb_residual : std::max(result, std::abs(row.edb_residual));
  return result;
}

/// |F(T) + D - F(0)| of both flows against what the time integration may leave: every accepted step leaves at
/// most about tolerance (1 + |integral|) in each of the two integrals and, to first order, <DF, error of u>
/// <= |DF|_max tolerance in the energy. The bound is ten times tolerance per step, on the scale of the
/// energy.
Json balance(const SweepPoint &point)
{
  if (!point.flow.fine->gradient_structure) return nullptr;
  unsigned steps = 0;
  double scale = 1;
  for (const auto &row : point.flow.fine->ledger) {
    steps += row.steps;
    scale = std::max(scale, std::abs(row.energy));
  }
  return {{"value", number(largest_residual(*point.flow.fine))},
          {"bound", number(10 * point.tolerance * std::max(1u, steps) * scale)},
          {"limit_flow_value", number(largest_residual(*point.limit.fine))}};
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
  Json record{{"parameter", point.step.parameter},
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
  record["series"] = series;
  record["limit_series"] = series_of(*point.limit.fine);
  record["grid"] = plot_grid(*flow.space);
  record["times"] = flow.times;
  record["key"] = record_key(plan, point.step);
  record["memory"] = plan.memory_bytes;
  // numbers as they will be read again from disk
  return Json::parse(record.dump());
}

}  // namespace gammaflow
