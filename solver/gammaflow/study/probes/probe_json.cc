// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/study/probes/probe_json.h>

#include <cmath>

namespace gammaflow
{
nlohmann::json value_json(const ProbeValue &value)
{
  if (!value.failure.empty())
    return {{"parameter", value.parameter}, {"level", value.level}, {"failure", value.failure}};
  return {{"parameter", value.parameter},
          {"level", value.level},
          {"primal", {json_number(value.along.primal_lower), json_number(value.along.primal_upper)}},
          {"dual", json_number(value.along.dual)},
          {"total", {json_number(value.along.lower()), json_number(value.along.upper())}},
          {"nearby", json_number(value.along.near())},
          {"tolerance", json_number(value.along.tolerance)},
          {"delta", json_number(value.delta())},
          {"delta_space", json_number(value.delta_space)},
          {"delta_time", json_number(value.delta_time)},
          {"delta_solver", json_number(value.delta_solver)},
          {"limit", json_number(value.limit)},
          {"limit_delta", json_number(value.limit_delta)},
          {"limit_here", json_number(value.limit_here)},
          {"energy_change", json_number(value.along.energy_change)},
          {"distance", json_number(value.distance)},
          {"distance_delta", json_number(value.distance_delta)}};
}

std::vector<Gap> gaps_of(const std::vector<ProbeValue> &values)
{
  std::vector<Gap> gaps;
  for (const auto &value : values)
    if (value.failure.empty())
      gaps.push_back({value.parameter, value.gap_lower(), value.gap_upper(), value.delta(),
                      value.limit_here - value.limit});
  return gaps;
}

}  // namespace gammaflow
