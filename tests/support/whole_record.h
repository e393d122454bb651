// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/points/point_json.h>
#include <gammaflow/study/points/sweep_point.h>
#include <gammaflow/time/evolve/evolve.h>

#include <string>
#include <vector>

namespace gammaflow::testing
{
inline nlohmann::json whole_series(const std::vector<double> &curve)
{
  nlohmann::json result;
  for (const char *name : {"energy", "primal_rate", "dual_rate", "primal_dissipated", "dual_dissipated",
                           "mass", "minimum", "edb_residual"})
    result[name] = curve;
  result["density_times"] = {0, 1};
  result["density"] = {{1, 1}, {1, 2}};
  return result;
}

/// The record of point `i`, with everything that a study takes from one, but for its seal.
inline nlohmann::json whole_record(const CasePlan &plan, std::size_t i)
{
  const SweepStep &step = plan.steps[i];
  const std::string distance = judged_distance(plan);
  const nlohmann::json summary = {{"value", step.parameter},
                                  {"delta", 1e-3 * step.parameter},
                                  {"delta_space", 1e-6},
                                  {"delta_time", 1e-7},
                                  {"at_end", 0.1}};
  const std::vector<double> curve(evolve_options(plan.flow).output_times.size(), step.parameter);
  const nlohmann::json decay = {{"infimum", {{"low", 0.}, {"high", 0.1}, {"basis", "the target"}}},
                                {"least", {{"value", nullptr}, {"delta", nullptr}, {"time", nullptr}}},
                                {"rate", nullptr},
                                {"resolved_until", nullptr},
                                {"constants", nlohmann::json::array()},
                                {"verdict", "not applicable"},
                                {"sentence", ""}};
  nlohmann::json record = {
      {"parameter", step.parameter},
      {"bandwidth", step.bandwidth},
      {"ridge", step.ridge},
      {"level", 1},
      {"nodes", 3},
      {"tolerance", 1e-8},
      {"resolved", true},
      {"note", ""},
      {"judged_distance", distance},
      {"energy", summary},
      {"primal_dissipation", summary},
      {"dual_dissipation", summary},
      {"distances", {{distance, summary}, {"L2", summary}}},
      {"state_bars", {{"flow", 1e-6}, {"limit", nullptr}}},
      {"edb_residual",
       {{"value", 1e-9}, {"bound", 1e-8}, {"scale", 1.}, {"looser_value", 1e-7}, {"limit_flow_value", 1e-9}}},
      {"steps", 4},
      {"rejected_steps", 0},
      {"solver_iterations", 0},
      {"series", whole_series(curve)},
      {"limit_series", whole_series(curve)},
      {"grid", {{"dimension", 1}, {"x", {0, 1}}}},
      {"times", curve},
      {"decay", {{"flow", decay}, {"limit", decay}}},
      {"key", record_key(plan, step)},
      {"memory", double(plan.memory_bytes)}};
  record["series"]["parameter"] = step.parameter;
  for (const char *kind : {"distance", "delta"}) record["series"][kind] = {{distance, curve}, {"L2", curve}};
  return nlohmann::json::parse(record.dump());  // as it is read from a file
}

}  // namespace gammaflow::testing
