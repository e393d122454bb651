// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/comparison/judgement/verdict.h>
#include <gammaflow/study/claims/balance_claim.h>
#include <gammaflow/study/claims/claims.h>
#include <gammaflow/study/claims/scalar_limits.h>
#include <gammaflow/study/claims/statement_json.h>
#include <gammaflow/study/claims/use_of_conditions.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

/// The values of one quantity over the sweep; `pick` gives its summary {"value", "delta"} in a point. What is
/// not a number stays one that is none.
template <class Pick>
std::vector<SweepValue> values_of(const Json &points, const Pick &pick)
{
  std::vector<SweepValue> values;
  for (const auto &point : points) {
    const Json &summary = pick(point);
    values.push_back(summary.is_null() ? SweepValue{point["parameter"], std::nan(""), std::nan("")}
                                       : SweepValue{point["parameter"], number_of(summary["value"]),
                                                    number_of(summary["delta"])});
  }
  return values;
}

/// " at 25 times, 10 of them outputs", for the end of a quantity's name.
std::string at_times(const CasePlan &plan, const Json &points)
{
  if (plan.times_between == 0) return "at the output times";
  const std::size_t times = points.empty() || !points[0].contains("times") ? 0 : points[0]["times"].size();
  return times == 0 ? "at the comparison times"
                    : "at " + std::to_string(times) + " times, outputs and times between them";
}

struct Quantity {
  int claim;
  std::string name, quantity, words;  ///< words: in sentences, "Hellinger distance"
  double order;                       ///< predicted
  std::string series;                 ///< the curve over time, if it is one number
  std::function<const Json &(const Json &point)> summary;
};

Verdict of_both(const Json &limit, const Json &order)
{
  const Verdict a = verdict_from(limit["verdict"]), b = verdict_from(order["verdict"]);
  if (a == Verdict::refuted || b == Verdict::refuted) return Verdict::refuted;
  return a == Verdict::confirmed && b == Verdict::confirmed ? Verdict::confirmed : Verdict::not_established;
}

Json convergence_claim(const CasePlan &plan, const Quantity &q, const Json &points,
                       const CaseEvidence &evidence)
{
  const JudgeOptions options = judge_options(plan, q.words);
  const auto values = values_of(points, q.summary);
  const OrderStatement order = judge_order(values, q.order, options);
  JudgedLimit limit = q.claim == 1 && evidence.solutions
                          ? *evidence.solutions
                          : judge_scalar_limit(q.series, points, values, q.order, options);
  if (q.claim != 1 && evidence.other)
    limit.statement =
        beside_declared_scalar(limit.statement, q.series, points, values, *evidence.other, options);
  Json claim = plain_claim(q.claim, q.name, Verdict::not_established, "");
  claim["quantity"] = q.quantity;
  claim["limit"] = plan.limit.geometry;
  claim["predicted_order"] = json_number(q.order);
  claim["limit_statement"] = limit_json(limit);
  claim["order_statement"] = order_json(order);
  use_conditions(plan, evidence.conditions, q.claim == 1 ? judged_distance(plan) : "energies", q.order,
                 claim["limit_statement"], claim["order_statement"]);
  if (order.known) {
    claim["observed_order"] = json_number((order.low + order.high) / 2);
    claim["uncertainty"] = json_number((order.high - order.low) / 2);
  }
  claim["points_used"] = order.used;
  for (const double local : order.local_orders) claim["local_orders"].push_back(json_number(local));
  claim["verdict"] = to_string(of_both(claim["limit_statement"], claim["order_statement"]));
  claim["sentence"] = std::string(claim["limit_statement"]["sentence"]) + " " +
                      std::string(claim["order_statement"]["sentence"]);
  return claim;
}

Json equality_claim(const CasePlan &plan, const Json &points, const std::string &distance)
{
  const auto values =
      values_of(points, [&](const Json &p) -> const Json & { return p["distances"][distance]; });
  const auto judgement = judge_equality(values, plan.equality_tolerance);
  const std::string when = at_times(plan, points);
  Json claim = plain_claim(1, "solutions", judgement.verdict, judgement.sentence + " Compared " + when + ".");
  claim["quantity"] = "largest " + distance + " distance " + when;
  claim["limit"] = plan.limit.geometry;
  return claim;
}

std::vector<Quantity> quantities(const CasePlan &plan, const Json &points)
{
  const std::string distance = judged_distance(plan), when = at_times(plan, points);
  const double order = order_of_metric(plan) / Registry<Distance>::traits(distance).metric_power;
  std::vector<Quantity> result = {
      {1, "solutions", "largest " + distance + " distance " + when, distance + " distance", order, "",
       [distance](const Json &p) -> const Json & { return p["distances"][distance]; }},
      {2, "energies", "largest |F_e(u_e) - F(u)| " + when, "difference of the energies", plan.energy_order,
       "energy", [](const Json &p) -> const Json & { return p["energy"]; }}};
  for (const std::string which : {"primal", "dual"}) {
    const std::string symbol = which == "primal" ? "R" : "R*", key = which + "_dissipation";
    result.push_back({3, which + " dissipation",
                      "largest |int " + symbol + "_e - int " + symbol + "| " + when,
                      "difference of the " + which + " dissipations", plan.energy_order,
                      which + "_dissipated", [key](const Json &p) -> const Json & { return p[key]; }});
  }
  return result;
}

/// What holds of a flow whose balance does not hold is not what is claimed.
void distrust(Json &claim)
{
  const std::string verdict = claim["verdict"];
  if (verdict == to_string(Verdict::not_applicable)) return;
  claim["verdict"] = to_string(Verdict::not_established);
  claim["sentence"] =
      "The energy-dissipation balance is refuted (claim 6), so that nothing is established about "
      "the gradient flow. " +
      std::string(claim["sentence"]);
}

Json nothing_computed()
{
  return Json::array({plain_claim(1, "solutions", Verdict::not_established,
                                  "No point could be computed; the failures say why.")});
}
}  // namespace

nlohmann::json judge_claims(const CasePlan &plan, const nlohmann::json &points, const CaseEvidence &evidence)
{
  if (points.empty()) return nothing_computed();
  const bool gradient = !points[0]["edb_residual"].is_null();
  Json claims = Json::array();
  if (plan.equality)
    claims.push_back(equality_claim(plan, points, judged_distance(plan)));
  else
    for (const Quantity &q : quantities(plan, points))
      claims.push_back(
          q.claim == 3 && q.summary(points[0]).is_null()
              ? plain_claim(3, q.name, Verdict::not_applicable,
                            "The flow is not a gradient system: it has no dissipation potentials.")
              : convergence_claim(plan, q, points, evidence));
  const Json balance = gradient ? balance_claim(plan, points)
                                : plain_claim(6, "energy-dissipation balance", Verdict::not_applicable,
                                              "The flow is not a gradient system: there is no "
                                              "energy-dissipation balance.");
  if (verdict_from(balance["verdict"]) == Verdict::refuted)
    for (auto &claim : claims) distrust(claim);
  claims.push_back(balance);
  return claims;
}

Verdict verdict_from(const std::string &name)
{
  for (const Verdict v : {Verdict::confirmed, Verdict::refuted, Verdict::not_established})
    if (to_string(v) == name) return v;
  return Verdict::not_applicable;
}

Verdict overall_verdict(const nlohmann::json &claims)
{
  if (verdict_from(claims.at(0)["verdict"]) == Verdict::refuted) return Verdict::refuted;
  bool below = false, sound = true;  // one curve below the bound suffices, whatever else is established
  for (const auto &claim : claims) {
    const Verdict verdict = verdict_from(claim["verdict"]);
    below = below || (claim["claim"] == 4 && verdict == Verdict::refuted);
    sound = sound &&
            !(claim["claim"] == 6 && (verdict == Verdict::refuted || verdict == Verdict::not_established));
  }
  if (below && sound) return Verdict::refuted;
  Verdict result = Verdict::confirmed;
  for (const auto &claim : claims) {
    const Verdict verdict = verdict_from(claim["verdict"]);
    const bool of_probes = claim["claim"] == 4 || claim["claim"] == 5;  // which can refute, and not confirm
    if (verdict == Verdict::not_established && of_probes) continue;
    if (verdict == Verdict::not_established) return verdict;
    if (verdict == Verdict::refuted) result = verdict;
  }
  return result;
}

}  // namespace gammaflow
