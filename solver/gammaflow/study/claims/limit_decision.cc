// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/with_settings.h>
#include <gammaflow/study/claims/limit_decision.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
/// The local order of the two smallest parameters is at most this part of the predicted one: it levels off.
const double levelling = 0.25;

bool levels_off(std::vector<SweepValue> values, double predicted_order)
{
  if (values.size() < 2) return false;
  std::sort(values.begin(), values.end(),
            [](const SweepValue &a, const SweepValue &b) { return a.parameter < b.parameter; });
  const double local =
      std::log(values[1].value / values[0].value) / std::log(values[1].parameter / values[0].parameter);
  return local <= levelling * predicted_order;  // false for NaN
}
}  // namespace

JudgedLimit decide_limit(const std::vector<SweepValue> &values,
                         const std::optional<ExtrapolatedDistance> &extrapolated, double predicted_order,
                         const JudgeOptions &options)
{
  const LimitStatement distances = judge_limit(values, predicted_order, options);
  JudgedLimit result{distances, extrapolated};
  if (extrapolated && extrapolated->valid) {
    const LimitStatement states = judge_limit(values, *extrapolated, options);
    const bool undecided = states.verdict == Verdict::not_established && !states.failed;
    const bool contradiction = states.estimate - states.uncertainty > distances.bound;
    if (!undecided || distances.verdict != Verdict::confirmed || contradiction)
      result.statement = states;
    else
      result.statement.sentence +=
          " (The extrapolated states bound it by " + few_digits(states.bound) + " only.)";
  }
  LimitStatement &statement = result.statement;
  if (statement.verdict == Verdict::not_established && !statement.failed &&
      levels_off(values, predicted_order)) {
    statement.levels_off = true;
    if (statement.sentence.find("levels off") == std::string::npos)
      statement.sentence +=
          " The " + options.quantity + " levels off on this range; it may be pre-asymptotic.";
  }
  return result;
}

LimitStatement beside_declared(LimitStatement claimed, const LimitDeclaration &declared,
                               const LimitStatement &limit, const OrderStatement &order,
                               const SweepValue &separation)
{
  const std::string name = with_settings("'" + declared.geometry + "'", declared.settings);
  LimitStatement result = judge_against_another(claimed, limit, name, separation);
  if (result.verdict == Verdict::refuted || result.failed) return result;
  const std::string apart = few_digits(separation.value, 4) + " +- " + few_digits(separation.delta, 2);
  if (separation.value <= separation.delta) {
    result.sentence += " The geometry declares the limit " + name +
                       ", whose flow cannot be told from that of the claimed one (" + apart + " apart).";
    return result;
  }
  if (limit.verdict == Verdict::confirmed && order.verdict != Verdict::refuted) {
    result.verdict = Verdict::refuted;
    result.estimate = separation.value;
    result.uncertainty = separation.delta;
    result.basis = "another limit";
    result.sentence = "The limit is " + name +
                      ", which the geometry declares and the sweep confirms; its flow is " + apart +
                      " from that of the claimed limit: the claim is false by so much, although both look "
                      "alike on this range (" +
                      claimed.sentence + ")";
    return result;
  }
  if (result.verdict == Verdict::confirmed && !(result.bound < separation.value - separation.delta)) {
    result.verdict = Verdict::not_established;
    result.sentence += " That does not tell it from the limit " + name +
                       ", which the geometry declares and "
                       "whose flow is " +
                       apart + " from that of the claimed one.";
  }
  return result;
}

}  // namespace gammaflow
