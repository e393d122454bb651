#include <gammaflow/study/claims/claims.h>
#include <gammaflow/study/probes/lower_bound_claim.h>
#include <gammaflow/study/probes/probe_claims.h>
#include <gammaflow/study/probes/recovery_claim.h>
#include <gammaflow/study/probes/recovery_curves.h>
#include <gammaflow/study/probes/worst_probe.h>

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
}  // namespace

void add_probe_claims(const CasePlan &plan, const unsigned level, EvolutionCache &cache, Json &claims,
                      const std::function<void(const std::string &)> &log)
{
  const auto named = plan_probes(plan);
  if (named.empty()) return;
  auto probes = named;
  ProbeMeasurement measurement(plan, cache, level);
  std::vector<std::vector<ProbeValue>> values;
  std::vector<RecoverySequence> sequences;
  for (const auto &probe : probes) {
    values.push_back(measurement.values(probe));
    if (probe.topology == Topology::constant) sequences.push_back({probe.label, "constant", values.back()});
  }
  const unsigned evaluations = unsigned(plan.flow.integer("probes", "search"));
  for (std::size_t i = 0, n = probes.size(); i < n; ++i)
    if (const auto worst = worst_probe(plan, probes[i], measurement, evaluations)) {
      probes.push_back(worst->probe);
      values.push_back(worst->values);
    }
  for (const auto &kind : recovery_kinds(plan, measurement.last_flow()))
    for (const auto &probe : named)
      if (probe.topology == Topology::constant)
        sequences.push_back({probe.label, kind.name, measurement.values(probe, kind.make)});
  for (Json claim : {lower_bound_claim(plan, probes, values), recovery_claim(plan, sequences)}) {
    log("  " + plan.name + ": claim " + std::to_string(int(claim["claim"])) + ": " +
        std::string(claim["sentence"]));
    insert_claim(claims, std::move(claim));
  }
}

}  // namespace gammaflow
