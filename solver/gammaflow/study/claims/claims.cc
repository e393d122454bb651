// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/verdict.h>
#include <gammaflow/study/claims/balance_claim.h>
#include <gammaflow/study/claims/claims.h>
#include <gammaflow/study/claims/scalar_limits.h>
#include <gammaflow/study/claims/use_of_conditions.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace gammaflow
{
namespace
{
/// " at 25 times, 10 of them outputs", for the end of a quantity's name.
std::string at_times(const CasePlan &plan, const std::vector<PointRecord> &points)
{
  if (plan.times_between == 0) return "at the output times";
  const std::size_t times = points.empty() ? 0 : points[0].times.size();
  return times == 0 ? "at the comparison times"
                    : "at " + std::to_string(times) + " times, outputs and times between them";
}

struct Quantity {
  int claim;
  std::string name, quantity, words;  ///< words: in sentences, "Hellinger distance"
  double order;                       ///< predicted
  std::string series;                 ///< the curve over time, if it is one number
  std::function<std::optional<Summary>(const PointRecord &)> summary;
};

Verdict of_both(Verdict limit, Verdict order)
{
  if (limit == Verdict::refuted || order == Verdict::refuted) return Verdict::refuted;
  return limit == Verdict::confirmed && order == Verdict::confirmed ? Verdict::confirmed
                                                                    : Verdict::not_established;
}

Claim convergence_claim(const CasePlan &plan, const Quantity &q, const std::vector<PointRecord> &points,
                        const CaseEvidence &evidence)
{
  const JudgeOptions options = judge_options(plan, q.words);
  const auto values = sweep_values(points, q.summary);
  OrderStatement order = judge_order(values, q.order, options);
  JudgedLimit limit = q.claim == 1 && evidence.solutions
                          ? *evidence.solutions
                          : judge_scalar_limit(q.series, points, values, q.order, options);
  if (q.claim != 1 && evidence.other)
    limit.statement =
        beside_declared_scalar(limit.statement, q.series, points, values, *evidence.other, options);
  use_conditions(plan, evidence.conditions, q.claim == 1 ? judged_distance(plan) : "energies", q.order,
                 limit.statement, order);
  return {q.claim,
          q.name,
          of_both(limit.statement.verdict, order.verdict),
          limit.statement.sentence + " " + order.sentence,
          q.quantity,
          plan.limit.geometry,
          q.order,
          limit,
          order};
}

Claim equality_claim(const CasePlan &plan, const std::vector<PointRecord> &points,
                     const std::string &distance)
{
  const auto judgement = judge_equality(sweep_values(points, &PointRecord::judged), plan.equality_tolerance);
  const std::string when = at_times(plan, points);
  return {1,
          "solutions",
          judgement.verdict,
          judgement.sentence + " Compared " + when + ".",
          "largest " + distance + " distance " + when,
          plan.limit.geometry};
}

std::vector<Quantity> quantities(const CasePlan &plan, const std::vector<PointRecord> &points)
{
  const std::string distance = judged_distance(plan), when = at_times(plan, points);
  const double order = order_of_metric(plan) / Registry<Distance>::traits(distance).metric_power;
  return {
      {1, "solutions", "largest " + distance + " distance " + when, distance + " distance", order, "",
       &PointRecord::judged},
      {2, "energies", "largest |F_e(u_e) - F(u)| " + when, "difference of the energies", plan.energy_order,
       "energy", [](const PointRecord &p) { return p.energy; }},
      {3, "primal dissipation", "largest |int R_e - int R| " + when, "difference of the primal dissipations",
       plan.energy_order, "primal_dissipated", [](const PointRecord &p) { return p.primal_dissipation; }},
      {3, "dual dissipation", "largest |int R*_e - int R*| " + when, "difference of the dual dissipations",
       plan.energy_order, "dual_dissipated", [](const PointRecord &p) { return p.dual_dissipation; }}};
}

/// What holds of a flow whose balance does not hold is not what is claimed.
void distrust(Claim &claim)
{
  if (claim.verdict == Verdict::not_applicable) return;
  claim.verdict = Verdict::not_established;
  claim.sentence =
      "The energy-dissipation balance is refuted (claim 6), so that nothing is established about "
      "the gradient flow. " +
      claim.sentence;
}

Claim balance_of(const CasePlan &plan, const std::vector<PointRecord> &points)
{
  if (points[0].balance) return balance_claim(plan, points);
  return {6, "energy-dissipation balance", Verdict::not_applicable,
          "The flow is not a gradient system: there is no energy-dissipation balance."};
}
}  // namespace

Claims judge_claims(const CasePlan &plan, const std::vector<PointRecord> &points,
                    const CaseEvidence &evidence)
{
  if (points.empty())
    return {{1, "solutions", Verdict::not_established, "No point could be computed; the failures say why."}};
  Claims claims;
  if (plan.equality)
    claims.push_back(equality_claim(plan, points, judged_distance(plan)));
  else
    for (const Quantity &q : quantities(plan, points))
      claims.push_back(q.claim == 3 && !q.summary(points[0])
                           ? Claim{3, q.name, Verdict::not_applicable,
                                   "The flow is not a gradient system: it has no dissipation potentials."}
                           : convergence_claim(plan, q, points, evidence));
  const Claim balance = balance_of(plan, points);
  if (balance.verdict == Verdict::refuted)
    for (Claim &claim : claims) distrust(claim);
  claims.push_back(balance);
  return claims;
}

Verdict overall_verdict(const Claims &claims)
{
  if (claims.at(0).verdict == Verdict::refuted) return Verdict::refuted;
  bool below = false, sound = true;  // one curve below the bound suffices, whatever else is established
  for (const Claim &claim : claims) {
    const Verdict verdict = claim.verdict;
    below = below || (claim.number == 4 && verdict == Verdict::refuted);
    sound =
        sound && !(claim.number == 6 && (verdict == Verdict::refuted || verdict == Verdict::not_established));
  }
  if (below && sound) return Verdict::refuted;
  Verdict result = Verdict::confirmed;
  for (const Claim &claim : claims) {
    const bool of_probes = claim.number == 4 || claim.number == 5;  // which can refute, and not confirm
    if (claim.verdict == Verdict::not_established && of_probes) continue;
    if (claim.verdict == Verdict::not_established) return claim.verdict;
    if (claim.verdict == Verdict::refuted) result = claim.verdict;
  }
  return result;
}

}  // namespace gammaflow
