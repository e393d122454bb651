// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/flow/flow.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/identification/which_limit.h>
#include <gammaflow/study/maps/map_plan.h>
#include <gammaflow/study/plan/descending.h>
#include <gammaflow/study/points/sweep_point.h>
#include <gammaflow/time/evolve/evolve.h>

#include <boost/algorithm/string.hpp>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
namespace Patterns = dealii::Patterns;

const DeclareParameters declared("map", [](dealii::ParameterHandler &prm) {
  prm.declare_entry(
      "bandwidths", "", Patterns::Anything(),
      "Bandwidths of a map over (sigma, lambda), comma-separated; empty: no map. For flows with a "
      "kernel and a ridge. Beside the sweep of the case, the flow is computed at each point of the "
      "grid.");
  prm.declare_entry("ridges", "", Patterns::Anything(), "Ridges of the map, comma-separated.");
  prm.declare_entry(
      "limits", "auto", Patterns::Anything(),
      "One or two limits whose distances are mapped, \"geometry: section/key = value, section/key = "
      "value | geometry\"; with two, the curve is looked for on which the nearer one changes. auto: "
      "those that the geometry declares for the ridge and for the bandwidth.");
});

std::vector<double> lines_of(const CasePlan &plan, const char *key)
{
  std::vector<double> values = descending(plan.flow.numbers("map", key), plan.flow, "map", key);
  if (values.size() < 2 || values.size() > 32)
    plan.flow.reject("map", key, "a map has that many lines: " + std::to_string(values.size()),
                     "2 to 32 numbers");
  return values;
}

std::vector<Candidate> limits_of(const CasePlan &plan)
{
  const std::string given = boost::trim_copy(plan.flow.text("map", "limits"));
  if (given != "auto") {
    auto named = candidates_in(plan, "map", "limits");
    if (named.size() > 2)
      plan.flow.reject("map", "limits", "there are " + std::to_string(named.size()), "one or two limits");
    return named;
  }
  std::vector<Candidate> found;
  for (const char *parameter : {"ridge", "bandwidth"})
    for (const auto &limit : Registry<Geometry>::traits(plan.flow.text("geometry", "name")).limits)
      if (limit.parameter == parameter) found.push_back({limit.geometry, limit.settings});
  return found;
}
}  // namespace

std::optional<MapPlan> plan_map(const CasePlan &plan)
{
  if (plan.flow.text("map", "bandwidths").empty() && plan.flow.text("map", "ridges").empty()) return {};
  const std::string geometry = plan.flow.text("geometry", "name");
  const auto &traits = Registry<Geometry>::traits(geometry);
  const bool ridge = std::any_of(traits.limits.begin(), traits.limits.end(),
                                 [](const auto &limit) { return limit.parameter == "ridge"; });
  if (!traits.needs_kernel || !ridge)
    plan.flow.reject("map", "bandwidths", "the geometry '" + geometry + "' has no bandwidth, or no ridge",
                     "nothing, or a geometry with both, as KRR Fisher-Rao");
  if (plan.equality)
    plan.flow.reject("map", "bandwidths", "a map shows how flows converge", "limit/mode = convergence");
  MapPlan map;
  map.bandwidths = lines_of(plan, "bandwidths");
  map.ridges = lines_of(plan, "ridges");
  CasePlan grid = plan;
  grid.sweep_parameter = grid_of_both;
  grid.declared = {};
  grid.all_distances = false;  // the judged one alone
  grid.distances = {judged_distance(plan)};
  grid.steps.clear();
  for (const double bandwidth : map.bandwidths)
    for (const double ridge_value : map.ridges)
      grid.steps.push_back({bandwidth, bandwidth, ridge_value, plan.steps.front().energy_bandwidth});
  for (const Candidate &limit : limits_of(plan)) {
    map.towards.push_back(grid);
    map.towards.back().limit = {grid_of_both, limit.geometry, limit.settings, std::nan(""), ""};
  }
  return map;
}

std::vector<std::string> map_lines(const CasePlan &plan)
{
  const auto map = plan_map(plan);
  if (!map) return {};
  const auto coarsest = make_space(plan.flow, 0);
  std::string limits;
  for (const CasePlan &towards : map->towards) {
    first_resolving_level(towards, towards.steps.back(), *coarsest);
    applicable_distances(towards, *coarsest);
    for (const SweepStep &step : {towards.steps.front(), towards.steps.back()})
      check_evolution(Flow::build(towards.limit_at(step), coarsest));
    limits += (limits.empty() ? "" : " and ") + towards.limit.geometry;
  }
  return {"  " + plan.name + ": map of the distance to " + limits + ", bandwidth " +
          few_digits(map->bandwidths.front()) + " to " + few_digits(map->bandwidths.back()) + ", ridge " +
          few_digits(map->ridges.front()) + " to " + few_digits(map->ridges.back()) + ", " +
          std::to_string(map->towards.front().steps.size()) + " points"};
}

}  // namespace gammaflow
