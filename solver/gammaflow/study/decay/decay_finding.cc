// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/comparison/judgement/verdict.h>
#include <gammaflow/study/decay/decay_finding.h>

#include <cmath>

namespace gammaflow
{
namespace
{
using Least = DecayFinding::Least;

Least least_of(const std::vector<double> &times, const DecayCurve &curve)
{
  Least least;
  for (std::size_t k = 0; k < times.size(); ++k)
    if (std::isfinite(curve.quotient[k]) && !(curve.quotient[k] >= least.value))
      least = {curve.quotient[k], curve.delta[k], times[k]};
  return least;
}

double last_resolved(const std::vector<double> &times, const DecayCurve &curve)
{
  double last = std::nan("");
  for (std::size_t k = 0; k < times.size(); ++k)
    if (std::isfinite(curve.quotient[k])) last = times[k];
  return last;
}

/// The largest constant against the smallest quotient. Without a lower bound of inf F the quotient is an
/// upper bound, which confirms nothing.
Verdict compare(const Least &least, double constant, bool bracketed)
{
  if (!std::isfinite(least.value)) return Verdict::not_established;
  if (least.value + least.delta < constant) return Verdict::refuted;
  const bool above = least.value - least.delta >= constant * (1 - 1e-10);
  // equal within the bar: the constant is reached
  const bool reached = least.value + least.delta >= constant && least.delta <= 0.01 * constant;
  return bracketed && (above || reached) ? Verdict::confirmed : Verdict::not_established;
}

std::string sentence_of(const Least &least, const DecayCurve &curve, const std::optional<DecayRate> &rate,
                        const std::vector<DecayConstant> &constants, Verdict verdict)
{
  if (!std::isfinite(least.value))
    return "The quotient 2 R*/(F - inf F) is not resolved at any time: its error bar is more than a fifth of "
           "it.";
  std::string text =
      std::string(curve.infimum.bracketed() ? "The smallest quotient 2 R*/(F - inf F) is "
                                            : "With the smallest value found for inf F, the "
                                              "quotient 2 R*/(F - inf F) is an upper bound: at "
                                              "its smallest ") +
      few_digits(least.value, 4) + " +- " + few_digits(least.delta, 2) + " (t = " + few_digits(least.time) +
      ").";
  if (rate)
    text += " At late times F - inf F falls like exp(-" + few_digits(rate->value, 4) + " t) (" +
            few_digits(rate->low, 4) + " to " + few_digits(rate->high, 4) + " for t from " +
            few_digits(rate->from) + " to " + few_digits(rate->to) + ").";
  if (constants.empty()) return text + " No constant is known from the theory.";
  return text + " The theory gives at least " + few_digits(constants.front().value, 4) + " (" +
         constants.front().theory + "): " + to_string(verdict) + ".";
}
}  // namespace

DecayFinding find_decay(const RefinedEvolution &run, const DecayCurve &curve)
{
  const std::vector<double> &times = run.fine->times;
  DecayFinding found;
  found.infimum = curve.infimum;
  found.least = least_of(times, curve);
  found.rate = fitted_rate(times, curve);
  found.resolved_until = last_resolved(times, curve);
  found.constants = decay_constants(Flow::build(run.flow, run.fine->space_of(0)));
  if (!found.constants.empty())
    found.verdict = compare(found.least, found.constants.front().value, curve.infimum.bracketed());
  found.sentence = sentence_of(found.least, curve, found.rate, found.constants, found.verdict);
  return found;
}

}  // namespace gammaflow
