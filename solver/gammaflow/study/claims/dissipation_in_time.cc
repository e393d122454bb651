// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/study/claims/claims.h>
#include <gammaflow/study/claims/dissipation_in_time.h>
#include <gammaflow/study/claims/scalar_limits.h>

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

/// `name` of the flow less `of_limit` of the limit, or less zero; the bars of both.
void append(Quantity &quantity, const PointRecord &point, const std::string &name,
            const std::string &of_limit, bool bars_of_both)
{
  std::vector<double> difference = point.flow.at(name), delta = point.flow.at(name + "_delta");
  if (!of_limit.empty()) {
    const std::vector<double> &limit = point.limit.at(of_limit);
    for (std::size_t k = 0; k < difference.size(); ++k) difference[k] -= limit[k];
    if (bars_of_both) {
      const std::vector<double> &own = point.limit.at(of_limit + "_delta");
      for (std::size_t k = 0; k < delta.size(); ++k) delta[k] += own[k];
    }
  }
  quantity.difference.push_back(std::move(difference));
  quantity.delta.push_back(std::move(delta));
}

/// What is said about one quantity at each time from its first one on.
struct OverTime {
  std::vector<LimitStatement> limits;
  std::vector<OrderStatement> orders;
};

/// Refuted of any time, else confirmed of all, else not established.
Verdict of_all(const std::vector<Verdict> &verdicts)
{
  const auto is = [](Verdict v) { return [v](Verdict one) { return one == v; }; };
  if (std::any_of(verdicts.begin(), verdicts.end(), is(Verdict::refuted))) return Verdict::refuted;
  return !verdicts.empty() && std::all_of(verdicts.begin(), verdicts.end(), is(Verdict::confirmed))
             ? Verdict::confirmed
             : Verdict::not_established;
}

template <class Statement>
std::vector<Verdict> verdicts_of(const std::vector<Statement> &statements)
{
  std::vector<Verdict> verdicts;
  for (const Statement &statement : statements) verdicts.push_back(statement.verdict);
  return verdicts;
}

/// "confirmed at 3, refuted at 1"
std::string counts(const std::vector<Verdict> &verdicts)
{
  std::string text;
  for (const Verdict v : {Verdict::confirmed, Verdict::refuted, Verdict::not_established})
    if (const auto n = std::count(verdicts.begin(), verdicts.end(), v); n > 0)
      text += (text.empty() ? "" : ", ") + to_string(v) + " at " + std::to_string(n);
  return text;
}

std::string sentence_of(const Quantity &quantity, const OverTime &over_time)
{
  return quantity.what + ", at each of " + std::to_string(over_time.limits.size()) + " times: limit " +
         counts(verdicts_of(over_time.limits)) + "; order " + counts(verdicts_of(over_time.orders)) + ".";
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

OverTime judged(const CasePlan &plan, const std::vector<PointRecord> &points, const Quantity &quantity,
                const std::optional<OtherLimit> &other)
{
  const double order = plan.energy_order;
  const std::vector<double> &times = points[0].times;
  OverTime result;
  for (std::size_t k = quantity.first; k < times.size(); ++k) {
    const JudgeOptions options = judge_options(plan, quantity.words + " at t = " + few_digits(times[k], 4));
    std::vector<SweepValue> values;
    std::vector<Eigen::VectorXd> differences;
    for (std::size_t i = 0; i < points.size(); ++i) {
      const double difference = quantity.difference[i][k];
      values.push_back({points[i].step.parameter, std::abs(difference), quantity.delta[i][k]});
      differences.push_back(Eigen::VectorXd::Constant(1, difference));
    }
    LimitStatement limit = judge_limit_of_curves(differences, values, order, options).statement;
    if (other) limit = beside_declared_at(k, limit, quantity, values, *other, options);
    result.limits.push_back(limit);
    result.orders.push_back(judge_order(values, order, options));
  }
  return result;
}

std::vector<double> from(std::size_t first, const std::vector<double> &values)
{
  return {values.begin() + std::ptrdiff_t(std::min(first, values.size())), values.end()};
}

Json values_json(const std::vector<PointRecord> &points, const Quantity &quantity)
{
  Json values = Json::array();
  for (std::size_t i = 0; i < points.size(); ++i)
    values.push_back({{"parameter", points[i].step.parameter},
                      {"difference", json_numbers(from(quantity.first, quantity.difference[i]))},
                      {"delta", json_numbers(from(quantity.first, quantity.delta[i]))}});
  return values;
}

Json over_time_json(const CasePlan &plan, const std::vector<PointRecord> &points, const Quantity &quantity,
                    const OverTime &over_time)
{
  Json limits = Json::array(), orders = limits, low = limits, high = limits, bounds = limits;
  for (const LimitStatement &limit : over_time.limits) {
    limits.push_back(to_string(limit.verdict));
    bounds.push_back(json_number(limit.bound));
  }
  for (const OrderStatement &order : over_time.orders) {
    orders.push_back(to_string(order.verdict));
    low.push_back(order.known ? json_number(order.low) : Json(nullptr));
    high.push_back(order.known ? json_number(order.high) : Json(nullptr));
  }
  return {{"quantity", quantity.what},
          {"times", from(quantity.first, points[0].times)},
          {"points", values_json(points, quantity)},
          {"limit_verdicts", limits},
          {"bounds", bounds},
          {"order_verdicts", orders},
          {"order_low", low},
          {"order_high", high},
          {"predicted_order", json_number(plan.energy_order)},
          {"verdict", to_string(of_all(verdicts_of(over_time.limits)))},
          {"sentence", sentence_of(quantity, over_time)}};
}

bool all_have(const std::vector<PointRecord> &points, const std::string &name)
{
  return std::all_of(points.begin(), points.end(),
                     [&](const PointRecord &point) { return point.flow.has(name); });
}

/// The part of R that the penalty is, at the last parameter: at most this over the times.
double largest_share(const PointRecord &point)
{
  const auto &fit = point.flow.at("fit_rate"), &penalty = point.flow.at("penalty_rate");
  double share = 0;
  for (std::size_t k = 0; k < fit.size(); ++k)
    if (fit[k] + penalty[k] > 0) share = std::max(share, penalty[k] / (fit[k] + penalty[k]));
  return share;
}
}  // namespace

nlohmann::json dissipation_in_time(const CasePlan &plan, const std::vector<PointRecord> &points,
                                   const std::optional<OtherLimit> &other)
{
  if (plan.equality || plan.sweep_parameter == "none" || points.empty() ||
      !all_have(points, "primal_rate_delta"))
    return nullptr;
  Quantity primal{"int R from 0 to t", "difference of the primal dissipations", {}, {}, 1,
                  "primal_dissipated"},
      dual{"int R* from 0 to t", "difference of the dual dissipations", {}, {}, 1, "dual_dissipated"},
      fit{"Fit in R, against R of the limit", "difference of the fit", {}, {}},
      penalty{"Penalty in R, against 0", "penalty", {}, {}};
  // the parts belong to the declared limit, and tend to R and 0 where the ridge goes to 0: at a fixed one it
  // is a part of the limit
  const bool parts = !other && plan.sweep_parameter == "ridge" && all_have(points, "fit_rate");
  for (Quantity *of : {&primal, &dual}) of->limit = points.back().limit.at(of->series);
  for (const PointRecord &point : points) {
    append(primal, point, "primal_dissipated", "primal_dissipated", false);
    append(dual, point, "dual_dissipated", "dual_dissipated", false);
    if (!parts) continue;
    append(fit, point, "fit_rate", "primal_rate", true);
    append(penalty, point, "penalty_rate", "", false);
  }
  Json json{{"fit", nullptr}, {"penalty", nullptr}};
  std::string sentence;
  std::vector<Verdict> verdicts;
  const auto add = [&](const char *name, const Quantity &quantity, const std::optional<OtherLimit> &beside) {
    const OverTime over_time = judged(plan, points, quantity, beside);
    json[name] = over_time_json(plan, points, quantity, over_time);
    verdicts.push_back(of_all(verdicts_of(over_time.limits)));
    sentence += (sentence.empty() ? "" : " ") + sentence_of(quantity, over_time);
  };
  add("primal", primal, other);
  add("dual", dual, other);
  if (parts) {
    add("fit", fit, {});
    add("penalty", penalty, {});
    sentence += " At the last parameter the penalty is at most " + few_digits(largest_share(points.back())) +
                " of R, over all times.";
  }
  json["verdict"] = to_string(of_all(verdicts));
  json["sentence"] = sentence;
  return json;
}

}  // namespace gammaflow
