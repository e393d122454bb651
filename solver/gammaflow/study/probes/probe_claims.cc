// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/claims/balance_claim.h>
#include <gammaflow/study/claims/claims.h>
#include <gammaflow/study/probes/lower_bound_claim.h>
#include <gammaflow/study/probes/probe_claims.h>
#include <gammaflow/study/probes/probe_run.h>
#include <gammaflow/study/probes/recovery_claim.h>

#include <algorithm>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

/// Before the claim of the next number.
void insert_claim(Json &claims, Json claim)
{
  const int number = claim["claim"];
  const auto after =
      std::find_if(claims.begin(), claims.end(), [&](const Json &c) { return c["claim"] > number; });
  claims.insert(after, std::move(claim));
}

/// Claims 4 and 5 of a flow that has no dissipation potentials.
std::vector<Json> not_applicable()
{
  const std::string why = "The flow is not a gradient system: it has no dissipation potentials.";
  return {plain_claim(4, "lower bound", Verdict::not_applicable, why),
          plain_claim(5, "recovery", Verdict::not_applicable, why)};
}
}  // namespace

void add_probe_claims(const CasePlan &plan, const unsigned level, const std::string &folder, Json &claims,
                      const ProbeMonitor &monitor)
{
  const auto named = plan_probes(plan);
  if (named.empty()) return;
  if (!has_potentials(plan)) {
    for (Json &claim : not_applicable()) insert_claim(claims, std::move(claim));
    return;
  }
  const ProbeStore store(plan, level, folder);
  const ProbeResults results =
      measure_probes(plan, named, level, plan.memory_bytes / 8, store, monitor.measured);
  for (Json claim :
       {lower_bound_claim(plan, results.probes, results.values), recovery_claim(plan, results.sequences)}) {
    monitor.log("  " + plan.name + ": claim " + std::to_string(int(claim["claim"])) + ": " +
                std::string(claim["sentence"]));
    insert_claim(claims, std::move(claim));
  }
}

}  // namespace gammaflow
