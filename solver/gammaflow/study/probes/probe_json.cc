#include <gammaflow/study/claims/balance_claim.h>
#include <gammaflow/study/probes/probe_json.h>

#include <cmath>

namespace gammaflow
{
nlohmann::json number_or_null(const double value)
{
  return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json(nullptr);
}

nlohmann::json value_json(const ProbeValue &value)
{
  const auto number = number_or_null;
  if (!value.failure.empty())
    return {{"parameter", value.parameter}, {"level", value.level}, {"failure", value.failure}};
  return {{"parameter", value.parameter},
          {"level", value.level},
          {"primal", {number(value.along.primal_lower), number(value.along.primal_upper)}},
          {"dual", number(value.along.dual)},
          {"total", {number(value.along.lower()), number(value.along.upper())}},
          {"nearby", number(value.along.near())},
          {"tolerance", number(value.along.tolerance)},
          {"delta", number(value.delta())},
          {"delta_space", number(value.delta_space)},
          {"delta_time", number(value.delta_time)},
          {"delta_solver", number(value.delta_solver)},
          {"limit", number(value.limit)},
          {"limit_delta", number(value.limit_delta)},
          {"limit_here", number(value.limit_here)},
          {"energy_change", number(value.along.energy_change)},
          {"distance", number(value.distance)}};
}

nlohmann::json probe_claim(const int claim_number, const std::string &name, const CasePlan &plan)
{
  nlohmann::json claim = plain_claim(claim_number, name, Verdict::not_established, "");
  claim["limit"] = plan.limit.geometry;
  return claim;
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
