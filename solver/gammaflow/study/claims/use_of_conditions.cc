// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/claims/use_of_conditions.h>
#include <gammaflow/study/plan/case_conditions.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <sstream>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

/// What the conditions that do not hold come to for one quantity.
struct Failure {
  std::string names, sentences;       ///< of those that fail
  std::string undecided;              ///< names of those that nothing is known about
  std::optional<double> alternative;  ///< the smallest order that is predicted instead; empty if one has none
  std::string because_of;             ///< the condition that this order comes from
  std::string quantity;

  bool any() const { return !names.empty(); }
};

void add(std::string &list, const std::string &text, const std::string &separator)
{
  list += (list.empty() ? "" : separator) + text;
}

Failure failure_for(const std::vector<ConditionResult> &conditions, const std::string &quantity)
{
  Failure failure;
  failure.quantity = quantity;
  bool all_have_one = true;
  for (const auto &c : conditions) {
    if (c.holds == Holds::undecided) add(failure.undecided, "'" + c.name + "'", ", ");
    if (c.holds != Holds::no) continue;
    add(failure.names, "'" + c.name + "'", ", ");
    add(failure.sentences, c.sentence, " ");
    const auto other = c.alternative.find(quantity);
    if (other == c.alternative.end())
      all_have_one = false;
    else if (!failure.alternative || other->second < *failure.alternative) {
      failure.alternative = other->second;
      failure.because_of = c.name;
    }
  }
  if (!all_have_one) failure.alternative.reset();
  return failure;
}

/// The local orders on the range are those of the interval, and not only what models say of smaller
/// parameters.
bool is_shown(const Json &order)
{
  return order.value("shown", true);
}

/// "; the observed one is 0.2 to 0.3 on this range"
std::string observed(const Json &order)
{
  if (!is_shown(order)) return "";
  if (!order.contains("low") || !order["low"].is_number()) return "";
  std::ostringstream out;
  out.precision(3);
  out << "; the observed one is " << double(order["low"]) << " to " << double(order["high"])
      << " on this range";
  return out.str();
}

/// "Where it fails, order 0.75 is predicted; the observed one, 0.71 to 0.78, agrees."
std::string against_alternative(const Failure &failure, const Json &order, double tolerance)
{
  if (!failure.alternative)
    return failure.any()
               ? " No other order of the " +
                     (failure.quantity == "energies" ? "energies" : failure.quantity + " distance") +
                     " is predicted then" + observed(order) + "."
               : "";
  std::ostringstream out;
  out.precision(3);
  out << " Where '" << failure.because_of << "' fails, order " << *failure.alternative << " is predicted";
  if (!order.contains("low") || !order["low"].is_number() || !is_shown(order)) return out.str() + ".";
  const double low = order["low"], high = order["high"];
  out << "; the observed one, " << low << " to " << high << " on this range, ";
  if (low - tolerance <= *failure.alternative && *failure.alternative <= high + tolerance)
    out << "agrees with it.";
  else
    out << (low > *failure.alternative ? "lies above it: the layer is not all that is seen yet."
                                       : "lies below it.");
  return out.str();
}

void set(Json &statement, const char *verdict)
{
  statement["verdict"] = verdict;
}
bool is(const Json &statement, const char *verdict)
{
  return statement["verdict"] == verdict;
}

void say_before(Json &statement, const std::string &text)
{
  statement["sentence"] = text + " " + std::string(statement["sentence"]);
}

/// The conditions are those of the declared limit, whoever named the order: where one fails, the states of a
/// finite sweep may tend elsewhere for long.
void spare_limit(const Failure &failure, Json &limit)
{
  if (!failure.any() || !is(limit, "refuted")) return;
  set(limit, "not established");
  say_before(limit, "What the declared limit assumes does not hold here (" + failure.names +
                        "): it is not refuted.");
}

/// The order that the geometry declares.
void use_for_prediction(const Failure &failure, double tolerance, Json &order)
{
  if (failure.any()) {
    set(order, "not established");
    say_before(order, "The prediction assumes what does not hold here (" + failure.names +
                          "), so that it is neither confirmed nor refuted: " + failure.sentences +
                          against_alternative(failure, order, tolerance));
  } else if (!failure.undecided.empty() && is(order, "refuted")) {
    set(order, "not established");
    say_before(order, "Whether the prediction's assumptions hold is not decided (" + failure.undecided +
                          "), so that it is not refuted.");
  }
}

/// The observed interval is that of the alternative order, and away from the named one by more than 1/4: the
/// order is identified, and it is another one.
bool is_order_of_the_failure(const Failure &failure, const Json &order, double predicted, double tolerance)
{
  constexpr double apart = 0.25;
  if (!failure.alternative || !order.contains("low") || !order["low"].is_number() || !is_shown(order))
    return false;
  const double low = order["low"], high = order["high"], other = *failure.alternative;
  return low - tolerance <= other && other <= high + tolerance && low > other - apart &&
         high < other + apart && (low > predicted + apart || high < predicted - apart);
}

/// An order that the study names.
void use_for_named_order(const Failure &failure, double predicted, double tolerance, Json &order)
{
  if (!failure.any()) return;
  const bool of_the_failure = failure.alternative && std::abs(*failure.alternative - predicted) <= tolerance;
  if (is(order, "confirmed") && !of_the_failure) {
    set(order, "not established");
    say_before(order, "The named order is seen on this range, but it needs what does not hold here (" +
                          failure.names + "): " + failure.sentences +
                          against_alternative(failure, order, tolerance));
    return;
  }
  if (is(order, "not established") && is_order_of_the_failure(failure, order, predicted, tolerance)) {
    set(order, "refuted");
    say_before(order, "The order is the one that is predicted where '" + failure.because_of +
                          "' fails, not the named one.");
  }
  order["sentence"] = std::string(order["sentence"]) + " " + failure.sentences +
                      against_alternative(failure, order, tolerance);
}
}  // namespace

void use_conditions(const CasePlan &plan, const nlohmann::json &conditions, const std::string &quantity,
                    const double predicted, nlohmann::json &limit, nlohmann::json &order)
{
  const Failure failure = failure_for(conditions_from(conditions), quantity);
  const bool same = failure.any() && failure.alternative && std::abs(*failure.alternative - predicted) < 1e-9;
  spare_limit(failure, limit);
  if (plan.order_named)
    use_for_named_order(failure, predicted, plan.order_tolerance, order);
  else if (!same)
    use_for_prediction(failure, plan.order_tolerance, order);
}

}  // namespace gammaflow
