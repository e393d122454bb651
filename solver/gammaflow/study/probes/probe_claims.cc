// SPDX-License-Identifier: LGPL-2.1-or-later
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
/// Before the claim of the next number.
void insert_claim(Claims &claims, Claim claim)
{
  const auto after = std::find_if(claims.begin(), claims.end(),
                                  [&](const Claim &other) { return other.number > claim.number; });
  claims.insert(after, std::move(claim));
}

/// Claims 4 and 5 of a flow that has no dissipation potentials.
Claims not_applicable()
{
  const std::string why = "The flow is not a gradient system: it has no dissipation potentials.";
  return {{4, "lower bound", Verdict::not_applicable, why}, {5, "recovery", Verdict::not_applicable, why}};
}
}  // namespace

void add_probe_claims(const CasePlan &plan, const unsigned level, const std::string &folder, Claims &claims,
                      const ProbeMonitor &monitor)
{
  const auto named = plan_probes(plan);
  if (named.empty()) return;
  if (!has_potentials(plan)) {
    for (const Claim &claim : not_applicable()) insert_claim(claims, claim);
    return;
  }
  const ProbeStore store(plan, level, folder);
  const ProbeResults results =
      measure_probes(plan, named, level, plan.memory_bytes / 8, store, monitor.measured);
  for (const Claim &claim :
       {lower_bound_claim(plan, results.probes, results.values), recovery_claim(plan, results.sequences)}) {
    monitor.log("  " + plan.name + ": claim " + std::to_string(claim.number) + ": " + claim.sentence);
    insert_claim(claims, claim);
  }
}

}  // namespace gammaflow
