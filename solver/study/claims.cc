#include <gammaflow/comparison/rate_fit.h>
#include <gammaflow/comparison/verdict.h>
#include <gammaflow/study/claims.h>

#include <cmath>
#include <sstream>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

Json number(double value)
{
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

/// The values of one quantity over the sweep; `pick` gives its summary {"value", "delta"} in a point, or
/// null.
template <class Pick>
std::vector<SweepValue> values_of(const Json &points, const Pick &pick)
{
  std::vector<SweepValue> values;
  for (const auto &point : points) {
    const Json &summary = pick(point);
    if (!summary.is_null() && summary["value"].is_number() && summary["delta"].is_number())
      values.push_back({point["parameter"], summary["value"], summary["delta"]});
  }
  return values;
}

Json not_applicable(int claim, const std::string &name, const std::string &why)
{
  return {{"claim", claim},
          {"name", name},
          {"quantity", ""},
          {"verdict", to_string(Verdict::not_applicable)},
          {"sentence", why},
          {"observed_order", nullptr},
          {"uncertainty", nullptr},
          {"predicted_order", nullptr},
          {"limit", ""},
          {"limit_value", nullptr},
          {"points_used", Json::array()},
          {"local_orders", Json::array()}};
}

Json convergence_claim(int claim, const std::string &name, const std::string &quantity, const CasePlan &plan,
                       double predicted_order, const std::vector<SweepValue> &values)
{
  const RateFit fit = fit_rate(values, plan.budget);
  const Judgement judgement = judge_convergence(fit, predicted_order, values, {plan.order_tolerance});
  Json local = Json::array();
  for (const double order : fit.local_order) local.push_back(number(order));
  return {{"claim", claim},
          {"name", name},
          {"quantity", quantity},
          {"verdict", to_string(judgement.verdict)},
          {"sentence", judgement.sentence},
          {"observed_order", fit.valid ? number(fit.order) : Json(nullptr)},
          {"uncertainty", fit.valid ? number(fit.uncertainty) : Json(nullptr)},
          {"constant", fit.valid ? number(fit.constant) : Json(nullptr)},
          {"predicted_order", predicted_order},
          {"limit", plan.limit.geometry},
          {"limit_supported", judgement.limit_supported},
          {"limit_value", fit.saturates ? number(fit.limit_value) : Json(nullptr)},
          {"points_used", fit.used},
          {"local_orders", local}};
}

/// Claim 6: every run's residual is within what its time integration may leave.
Json balance_claim(const CasePlan &plan, const Json &points)
{
  double worst = 0, residual = 0;
  for (const auto &point : points) {
    const Json &balance = point["edb_residual"];
    const double value = balance["value"].is_number() ? double(balance["value"]) : std::nan("");
    const double bound = balance["bound"];
    if (!(value / bound <= worst)) {
      worst = value / bound;
      residual = value;
    }
  }
  std::ostringstream sentence;
  sentence.precision(2);
  sentence << "The largest residual |F(u(t)) + D(u; 0, t) - F(u(0))| is " << residual
           << "; the time tolerance allows " << residual / worst << ".";
  double transfers = 0;
  for (const auto &point : points) transfers = std::max(transfers, point.value("transfer_energy", 0.));
  if (transfers > 0)
    sentence << " Transfers between meshes changed the energy by up to " << transfers
             << " in all, which is no part of the residual.";
  Json claim = not_applicable(6, "energy-dissipation balance", sentence.str());
  claim["quantity"] = "largest |F(u(t)) + D(u; 0, t) - F(u(0))| over output times and points";
  claim["verdict"] = to_string(worst <= 1 ? Verdict::confirmed : Verdict::refuted);
  claim["limit"] = plan.limit.geometry;
  return claim;
}

Json equality_claim(const CasePlan &plan, const Json &points, const std::string &distance)
{
  const auto values = values_of(points, [&](const Json &p) { return p["distances"][distance]; });
  const auto judgement = judge_equality(values, plan.equality_tolerance);
  Json claim = not_applicable(1, "solutions", judgement.sentence);
  claim["quantity"] = "sup over output times of the " + distance + " distance";
  claim["verdict"] = to_string(judgement.verdict);
  claim["limit"] = plan.limit.geometry;
  return claim;
}
}  // namespace

nlohmann::json judge_claims(const CasePlan &plan, const nlohmann::json &points)
{
  const std::string distance = points.at(0)["judged_distance"];
  const bool gradient = !points.at(0)["edb_residual"].is_null();
  Json claims = Json::array();
  if (plan.equality)
    claims.push_back(equality_claim(plan, points, distance));
  else {
    claims.push_back(convergence_claim(
        1, "solutions", "sup over output times of the " + distance + " distance", plan, plan.limit.order,
        values_of(points, [&](const Json &p) { return p["distances"][distance]; })));
    claims.push_back(convergence_claim(2, "energies", "sup over output times of |F_e(u_e) - F(u)|", plan,
                                       plan.energy_order,
                                       values_of(points, [](const Json &p) { return p["energy"]; })));
    for (const std::string which : {"primal", "dual"}) {
      const std::string symbol = which == "primal" ? "R" : "R*";
      if (points.at(0)[which + "_dissipation"].is_null())
        claims.push_back(
            not_applicable(3, which + " dissipation",
                           "The flow is not a gradient system: it has no dissipation potentials."));
      else
        claims.push_back(convergence_claim(
            3, which + " dissipation", "sup over output times of |int " + symbol + "_e - int " + symbol + "|",
            plan, plan.energy_order,
            values_of(points, [&](const Json &p) { return p[which + "_dissipation"]; })));
    }
  }
  if (gradient)
    claims.push_back(balance_claim(plan, points));
  else
    claims.push_back(
        not_applicable(6, "energy-dissipation balance",
                       "The flow is not a gradient system: there is no energy-dissipation balance."));
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
  Verdict result = Verdict::confirmed;
  for (const auto &claim : claims) {
    const Verdict verdict = verdict_from(claim["verdict"]);
    if (verdict == Verdict::not_established) return verdict;
    if (verdict == Verdict::refuted) result = verdict;
  }
  return result;
}

}  // namespace gammaflow
