// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/study/claims/claims.h>
#include <gammaflow/study/claims/dissipation_in_time.h>
#include <gammaflow/study/claims/scalar_limits.h>
#include <gammaflow/study/claims/statement_json.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

/// One quantity: what it is less its limit, with its bar, [point][time].
struct Quantity {
  std::string what, words;  ///< a formula, and what it is called in sentences
  std::vector<std::vector<double>> difference, delta;
  std::size_t first = 0;           ///< the first time that says something
  std::string series = {};         ///< of the limit that the geometry declares
  std::vector<double> limit = {};  ///< over time, at the last point
};

std::vector<double> numbers(const Json &point, const char *series, const std::string &name)
{
  std::vector<double> result;
  for (const auto &value : point.at(series).at(name)) result.push_back(number_of(value));
  return result;
}

/// `name` of the flow less `of_limit` of the limit, or less zero; the bars of both.
void append(Quantity &quantity, const Json &point, const std::string &name, const std::string &of_limit,
            bool bars_of_both)
{
  std::vector<double> difference = numbers(point, "series", name),
                      delta = numbers(point, "series", name + "_delta");
  if (!of_limit.empty()) {
    const std::vector<double> limit = numbers(point, "limit_series", of_limit);
    for (std::size_t k = 0; k < difference.size(); ++k) difference[k] -= limit[k];
    if (bars_of_both) {
      const std::vector<double> own = numbers(point, "limit_series", of_limit + "_delta");
      for (std::size_t k = 0; k < delta.size(); ++k) delta[k] += own[k];
    }
  }
  quantity.difference.push_back(std::move(difference));
  quantity.delta.push_back(std::move(delta));
}

/// "refuted" of any time, else "confirmed" of all, else "not established".
Verdict of_all(const Json &verdicts)
{
  const auto is = [](Verdict v) { return [name = to_string(v)](const Json &one) { return one == name; }; };
  if (std::any_of(verdicts.begin(), verdicts.end(), is(Verdict::refuted))) return Verdict::refuted;
  return !verdicts.empty() && std::all_of(verdicts.begin(), verdicts.end(), is(Verdict::confirmed))
             ? Verdict::confirmed
             : Verdict::not_established;
}

std::string sentence_of(const Quantity &quantity, const Json &json)
{
  const auto counts = [](const Json &of) {
    std::string text;
    for (const Verdict v : {Verdict::confirmed, Verdict::refuted, Verdict::not_established})
      if (const auto n = std::count(of.begin(), of.end(), Json(to_string(v))); n > 0)
        text += (text.empty() ? "" : ", ") + to_string(v) + " at " + std::to_string(n);
    return text;
  };
  const Json &limits = json["limit_verdicts"], &orders = json["order_verdicts"];
  return quantity.what + ", at each of " + std::to_string(limits.size()) + " times: limit " + counts(limits) +
         "; order " + counts(orders) + ".";
}

/// The statement at time k beside the limit that the geometry declares, where the study names another one.
LimitStatement beside_declared_at(std::size_t k, const LimitStatement &claimed, const Quantity &quantity,
                                  const std::vector<SweepValue> &values, const OtherLimit &other,
                                  const JudgeOptions &options)
{
  const auto known = other.curves.find(quantity.series);
  if (known == other.curves.end() || known->second.values.size() != quantity.limit.size()) return claimed;
  const double apart = known->second.values[k] - quantity.limit[k], bar = known->second.separation.delta;
  std::vector<SweepValue> distances;
  std::vector<Eigen::VectorXd> differences;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double difference = quantity.difference[i][k] - apart;
    distances.push_back({values[i].parameter, std::abs(difference), values[i].delta + bar});
    differences.push_back(Eigen::VectorXd::Constant(1, difference));
  }
  const double order = other.limit.order;
  LimitStatement declared = judge_limit_of_curves(differences, distances, order, options).statement;
  if (!other.conditions_hold) declared.verdict = Verdict::not_established;
  return beside_declared(claimed, other.limit, declared, judge_order(distances, order, options),
                         {values.back().parameter, std::abs(apart), bar});
}

Json judged(const CasePlan &plan, const Json &points, const std::vector<double> &times,
            const Quantity &quantity, const std::optional<OtherLimit> &other)
{
  const double order = plan.energy_order;
  Json limits = Json::array(), orders = Json::array(), low = Json::array(), high = Json::array(),
       bounds = Json::array();
  for (std::size_t k = quantity.first; k < times.size(); ++k) {
    const JudgeOptions options = judge_options(plan, quantity.words + " at t = " + few_digits(times[k], 4));
    std::vector<SweepValue> values;
    std::vector<Eigen::VectorXd> differences;
    for (std::size_t i = 0; i < points.size(); ++i) {
      const double difference = quantity.difference[i][k];
      values.push_back({points[i]["parameter"], std::abs(difference), quantity.delta[i][k]});
      differences.push_back(Eigen::VectorXd::Constant(1, difference));
    }
    LimitStatement limit = judge_limit_of_curves(differences, values, order, options).statement;
    if (other) limit = beside_declared_at(k, limit, quantity, values, *other, options);
    const OrderStatement observed = judge_order(values, order, options);
    limits.push_back(to_string(limit.verdict));
    bounds.push_back(json_number(limit.bound));
    orders.push_back(to_string(observed.verdict));
    low.push_back(observed.known ? json_number(observed.low) : Json(nullptr));
    high.push_back(observed.known ? json_number(observed.high) : Json(nullptr));
  }
  Json values = Json::array();
  for (std::size_t i = 0; i < points.size(); ++i) {
    Json difference = Json::array(), delta = Json::array();
    for (std::size_t k = quantity.first; k < times.size(); ++k) {
      difference.push_back(json_number(quantity.difference[i][k]));
      delta.push_back(json_number(quantity.delta[i][k]));
    }
    values.push_back({{"parameter", points[i]["parameter"]}, {"difference", difference}, {"delta", delta}});
  }
  Json json{{"quantity", quantity.what},
            {"times", std::vector<double>(times.begin() + std::ptrdiff_t(quantity.first), times.end())},
            {"points", values},
            {"limit_verdicts", limits},
            {"bounds", bounds},
            {"order_verdicts", orders},
            {"order_low", low},
            {"order_high", high},
            {"predicted_order", json_number(order)},
            {"verdict", to_string(of_all(limits))}};
  json["sentence"] = sentence_of(quantity, json);
  return json;
}

bool has(const Json &points, const char *series, const std::string &name)
{
  return std::all_of(points.begin(), points.end(),
                     [&](const Json &point) { return point.at(series).contains(name); });
}

/// The part of R that the penalty is, at the last parameter: at most this over the times.
double largest_share(const Json &point)
{
  const auto fit = numbers(point, "series", "fit_rate"), penalty = numbers(point, "series", "penalty_rate");
  double share = 0;
  for (std::size_t k = 0; k < fit.size(); ++k)
    if (fit[k] + penalty[k] > 0) share = std::max(share, penalty[k] / (fit[k] + penalty[k]));
  return share;
}
}  // namespace

nlohmann::json dissipation_in_time(const CasePlan &plan, const nlohmann::json &points,
                                   const std::optional<OtherLimit> &other)
{
  if (plan.equality || plan.sweep_parameter == "none" || points.empty() ||
      !has(points, "series", "primal_rate_delta"))
    return nullptr;
  std::vector<double> times;
  for (const auto &t : points[0]["times"]) times.push_back(t);
  Quantity primal{"int R from 0 to t", "difference of the primal dissipations", {}, {}, 1,
                  "primal_dissipated"},
      dual{"int R* from 0 to t", "difference of the dual dissipations", {}, {}, 1, "dual_dissipated"},
      fit{"Fit in R, against R of the limit", "difference of the fit", {}, {}},
      penalty{"Penalty in R, against 0", "penalty", {}, {}};
  // the parts belong to the declared limit, and tend to R and 0 where the ridge goes to 0: at a fixed one it
  // is a part of the limit
  const bool parts = !other && plan.sweep_parameter == "ridge" && has(points, "series", "fit_rate");
  for (Quantity *of : {&primal, &dual}) of->limit = numbers(points.back(), "limit_series", of->series);
  for (const auto &point : points) {
    append(primal, point, "primal_dissipated", "primal_dissipated", false);
    append(dual, point, "dual_dissipated", "dual_dissipated", false);
    if (!parts) continue;
    append(fit, point, "fit_rate", "primal_rate", true);
    append(penalty, point, "penalty_rate", "", false);
  }
  Json json{{"primal", judged(plan, points, times, primal, other)},
            {"dual", judged(plan, points, times, dual, other)},
            {"fit", parts ? judged(plan, points, times, fit, {}) : Json(nullptr)},
            {"penalty", parts ? judged(plan, points, times, penalty, {}) : Json(nullptr)}};
  std::string sentence;
  Json verdicts = Json::array();
  for (const char *name : {"primal", "dual", "fit", "penalty"}) {
    if (!json[name].is_object()) continue;
    verdicts.push_back(json[name]["verdict"]);
    sentence += std::string(sentence.empty() ? "" : " ") + std::string(json[name]["sentence"]);
  }
  if (parts)
    sentence += " At the last parameter the penalty is at most " + few_digits(largest_share(points.back())) +
                " of R, over all times.";
  json["verdict"] = to_string(of_all(verdicts));
  json["sentence"] = sentence;
  return json;
}

}  // namespace gammaflow
