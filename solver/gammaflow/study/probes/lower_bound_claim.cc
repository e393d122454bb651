// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/study/claims/case_evidence.h>
#include <gammaflow/study/probes/lower_bound_claim.h>
#include <gammaflow/study/probes/probe_json.h>
#include <gammaflow/study/probes/proof_of_case.h>

#include <boost/algorithm/string.hpp>

#include <cmath>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;
using Outcome = ProbeVerdict::Outcome;

std::string quoted_list(const std::vector<std::string> &names)
{
  return "'" + boost::join(names, "', '") + "'";
}

/// " Not computed at ...: ...", or nothing.
std::string what_is_missing(const std::vector<ProbeValue> &values, const std::string &parameter)
{
  std::vector<std::string> where;
  std::string why;
  for (const auto &value : values)
    if (!value.failure.empty()) {
      if (why.empty()) why = value.failure;
      where.push_back(few_digits(value.parameter, 4));
    }
  if (where.empty()) return "";
  return " Not computed at " + parameter + " = " + boost::join(where, ", ") + ": " + why + ".";
}

std::string counted(std::size_t n, const std::string &what)
{
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}
}  // namespace

ProbeVerdict judge_values(const CasePlan &plan, const ProbePlan &probe, const std::vector<ProbeValue> &values)
{
  std::vector<double> exponents = {
      std::isfinite(plan.energy_order) && plan.energy_order > 0 ? plan.energy_order : 1};
  exponents.insert(exponents.end(), probe.exponents.begin(), probe.exponents.end());
  const std::string parameter = judge_options(plan, "").parameter;
  ProbeVerdict verdict = judge_probe(gaps_of(values), scale_of(values), probe.topology, exponents, parameter);
  verdict.sentence += what_is_missing(values, parameter);
  return verdict;
}

Claim lower_bound_claim(const CasePlan &plan, const std::vector<ProbePlan> &probes,
                        const std::vector<std::vector<ProbeValue>> &values)
{
  Claim claim{4,
              "lower bound",
              Verdict::not_established,
              "",
              "D_e(w_e) - D(w) along curves w_e -> w that need not be solutions",
              plan.limit.geometry};
  claim.shown["probes"] = Json::array();
  std::map<Outcome, std::vector<std::string>> by_outcome;
  std::string refuted_in;
  for (std::size_t i = 0; i < probes.size(); ++i) {
    const ProbeVerdict verdict = judge_values(plan, probes[i], values[i]);
    by_outcome[verdict.outcome].push_back(probes[i].label);
    if (verdict.outcome == Outcome::below) refuted_in = to_string(probes[i].topology);
    Json points = Json::array();
    for (const auto &value : values[i]) points.push_back(value_json(value));
    claim.shown["probes"].push_back({{"name", probes[i].label},
                                     {"curve", probes[i].curve},
                                     {"settings", probes[i].settings},
                                     {"topology", to_string(probes[i].topology)},
                                     {"outcome", to_string(verdict.outcome)},
                                     {"estimate", json_number(verdict.estimate)},
                                     {"uncertainty", json_number(verdict.uncertainty)},
                                     {"sentence", verdict.sentence},
                                     {"points", points}});
  }
  const auto &below = by_outcome[Outcome::below], &above = by_outcome[Outcome::above],
             &open = by_outcome[Outcome::undecided], &relaxed = by_outcome[Outcome::relaxation];
  const auto [proof, why_not] = proof_of_case(plan);
  std::string sentence;
  if (!below.empty()) {
    claim.verdict = Verdict::refuted;
    sentence = "Refuted under " + (refuted_in == "constant" ? std::string("any") : refuted_in) +
               " convergence: D_e tends below D along " + quoted_list(below) + ".";
  } else if (above.empty())
    sentence = "No probe decides anything.";
  else
    sentence = "Not refuted by " + counted(above.size(), "probe") + ": " + quoted_list(above) + ".";
  if (!relaxed.empty())
    sentence += " Along " + quoted_list(relaxed) +
                " the limit's own functional falls below D, too (relaxation): these refute nothing.";
  if (!open.empty()) sentence += " Not decided: " + quoted_list(open) + ".";
  if (below.empty() && proof != nullptr) {
    claim.verdict = Verdict::confirmed;
    claim.shown["proof"] = proof->citation;
    sentence += " Proven " +
                std::string(proof->weak ? "under weak convergence" : "under strong convergence") + ": " +
                proof->citation;
  } else if (below.empty())
    sentence += " Probes can refute a lower bound, and cannot prove it; " +
                (why_not.empty() ? "no proof is declared for this limit."
                                 : "the proof for this limit is not used: " + why_not + ".");
  else if (proof != nullptr)
    sentence += " A proof is declared for this limit, which contradicts this: " + proof->citation;
  claim.sentence = sentence;
  return claim;
}

}  // namespace gammaflow
