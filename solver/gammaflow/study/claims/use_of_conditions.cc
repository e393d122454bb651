// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/claims/use_of_conditions.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <sstream>

namespace gammaflow
{
namespace
{
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

/// There is an interval, and it is that of the local orders on the range, not only what models say of smaller
/// parameters.
bool is_seen(const OrderStatement &order)
{
  return order.known && order.shown && std::isfinite(order.low) && std::isfinite(order.high);
}

/// "; the observed one is 0.2 to 0.3 on this range"
std::string observed(const OrderStatement &order)
{
  if (!is_seen(order)) return "";
  std::ostringstream out;
  out.precision(3);
  out << "; the observed one is " << order.low << " to " << order.high << " on this range";
  return out.str();
}

/// "Where it fails, order 0.75 is predicted; the observed one, 0.71 to 0.78, agrees."
std::string against_alternative(const Failure &failure, const OrderStatement &order, double tolerance)
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
  if (!is_seen(order)) return out.str() + ".";
  const double low = order.low, high = order.high;
  out << "; the observed one, " << low << " to " << high << " on this range, ";
  if (low - tolerance <= *failure.alternative && *failure.alternative <= high + tolerance)
    out << "agrees with it.";
  else
    out << (low > *failure.alternative ? "lies above it: the layer is not all that is seen yet."
                                       : "lies below it.");
  return out.str();
}

/// The verdict, and why, before the sentence.
template <class Statement>
void overrule(Statement &statement, Verdict verdict, const std::string &why)
{
  statement.verdict = verdict;
  statement.sentence = why + " " + statement.sentence;
}

/// The conditions are those of the declared limit, whoever named the order: where one fails, the states of a
/// finite sweep may tend elsewhere for long.
void spare_limit(const Failure &failure, LimitStatement &limit)
{
  if (!failure.any() || limit.verdict != Verdict::refuted) return;
  overrule(limit, Verdict::not_established,
           "What the declared limit assumes does not hold here (" + failure.names + "): it is not refuted.");
}

/// The order that the geometry declares.
void use_for_prediction(const Failure &failure, double tolerance, OrderStatement &order)
{
  if (failure.any()) {
    overrule(order, Verdict::not_established,
             "The prediction assumes what does not hold here (" + failure.names +
                 "), so that it is neither confirmed nor refuted: " + failure.sentences +
                 against_alternative(failure, order, tolerance));
  } else if (!failure.undecided.empty() && order.verdict == Verdict::refuted) {
    overrule(order, Verdict::not_established,
             "Whether the prediction's assumptions hold is not decided (" + failure.undecided +
                 "), so that it is not refuted.");
  }
}

/// The observed interval is that of the alternative order, and away from the named one by more than 1/4: the
/// order is identified, and it is another one.
bool is_order_of_the_failure(const Failure &failure, const OrderStatement &order, double predicted,
                             double tolerance)
{
  constexpr double apart = 0.25;
  if (!failure.alternative || !is_seen(order)) return false;
  const double low = order.low, high = order.high, other = *failure.alternative;
  return low - tolerance <= other && other <= high + tolerance && low > other - apart &&
         high < other + apart && (low > predicted + apart || high < predicted - apart);
}

/// An order that the study names.
void use_for_named_order(const Failure &failure, double predicted, double tolerance, OrderStatement &order)
{
  if (!failure.any()) return;
  const bool of_the_failure = failure.alternative && std::abs(*failure.alternative - predicted) <= tolerance;
  if (order.verdict == Verdict::confirmed && !of_the_failure) {
    overrule(order, Verdict::not_established,
             "The named order is seen on this range, but it needs what does not hold here (" + failure.names +
                 "): " + failure.sentences + against_alternative(failure, order, tolerance));
    return;
  }
  if (order.verdict == Verdict::not_established &&
      is_order_of_the_failure(failure, order, predicted, tolerance))
    overrule(order, Verdict::refuted,
             "The order is the one that is predicted where '" + failure.because_of +
                 "' fails, not the named one.");
  order.sentence += " " + failure.sentences + against_alternative(failure, order, tolerance);
}
}  // namespace

void use_conditions(const CasePlan &plan, const std::vector<ConditionResult> &conditions,
                    const std::string &quantity, const double predicted, LimitStatement &limit,
                    OrderStatement &order)
{
  const Failure failure = failure_for(conditions, quantity);
  const bool same = failure.any() && failure.alternative && std::abs(*failure.alternative - predicted) < 1e-9;
  spare_limit(failure, limit);
  if (plan.order_named)
    use_for_named_order(failure, predicted, plan.order_tolerance, order);
  else if (!same)
    use_for_prediction(failure, plan.order_tolerance, order);
}

}  // namespace gammaflow
