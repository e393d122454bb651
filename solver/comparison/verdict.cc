#include <gammaflow/comparison/resolved_points.h>
#include <gammaflow/comparison/verdict.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace gammaflow
{
namespace
{
std::string with_error(double value, double error)
{
  char digits[32];
  std::snprintf(digits, sizeof(digits), "%.2g", error);
  return short_number(value) + " +- " + digits;
}

/// The resolved points of largest and smallest parameter.
std::pair<const SweepValue *, const SweepValue *> extremes(const RateFit &fit,
                                                           const std::vector<SweepValue> &values)
{
  const SweepValue *largest = nullptr, *smallest = nullptr;
  for (std::size_t i = 0; i < values.size() && i < fit.resolved.size(); ++i)
    if (fit.resolved[i]) {
      if (!largest || values[i].parameter > largest->parameter) largest = &values[i];
      if (!smallest || values[i].parameter < smallest->parameter) smallest = &values[i];
    }
  return {largest, smallest};
}
}  // namespace

Judgement judge_convergence(const RateFit &fit, double predicted_order, const std::vector<SweepValue> &values,
                            const ConvergenceOptions &options)
{
  Judgement result;
  const auto [largest, smallest] = extremes(fit, values);
  if (!fit.valid || largest == smallest) {
    result.uncertainty = std::numeric_limits<double>::infinity();
    result.sentence = "No order can be given: " + (fit.note.empty() ? "there are too few points." : fit.note);
    return result;
  }
  result.observed = fit.order;
  result.uncertainty = fit.uncertainty;
  const std::string order = "order " + with_error(fit.order, fit.uncertainty);
  const std::string predicted = "predicted " + short_number(predicted_order);

  if (fit.saturates) {
    result.verdict = Verdict::refuted;
    result.sentence = "The distance tends to " + with_error(fit.limit_value, fit.limit_uncertainty) +
                      ", not to 0, as the parameter decreases.";
    return result;
  }
  if (smallest->value - smallest->delta > largest->value + largest->delta &&
      fit.order + fit.uncertainty < 0) {
    result.verdict = Verdict::refuted;
    result.sentence = "The distance grows as the parameter decreases (" + order + ").";
    return result;
  }
  if (!(smallest->value + smallest->delta < largest->value - largest->delta)) {
    result.sentence = "The distance does not decrease beyond its error bars: " +
                      with_error(largest->value, largest->delta) + " at parameter " +
                      short_number(largest->parameter) + ", " + with_error(smallest->value, smallest->delta) +
                      " at " + short_number(smallest->parameter) + ".";
    return result;
  }
  if (fit.limit_value - fit.limit_uncertainty >= options.limit_part * smallest->value) {
    result.sentence =
        "A positive limit of the distance is not excluded: the points fit d = d_inf + C e^q with d_inf = " +
        with_error(fit.limit_value, fit.limit_uncertainty) + " (smallest distance " +
        short_number(smallest->value) + "); smaller parameters would decide.";
    return result;
  }

  const double difference = std::abs(fit.order - predicted_order);
  result.limit_supported = fit.order > 2 * fit.uncertainty;
  if (difference > options.order_tolerance + fit.uncertainty) {
    result.verdict = Verdict::refuted;
    result.sentence =
        "Observed " + order + ", " + predicted + ": " + (fit.order > predicted_order ? "faster" : "slower") +
        " than predicted" +
        (result.limit_supported ? "; the limit itself is supported, the distance tends to 0." : ".");
    return result;
  }
  if (fit.uncertainty > options.max_uncertainty) {
    result.sentence = "The uncertainty of the order is too large to decide (" + order + ", " + predicted +
                      "; at most " + short_number(options.max_uncertainty) + " is accepted): " +
                      (fit.uncertainty_from_delta > fit.uncertainty_from_drift
                           ? "the error bars are too wide for so short a range of parameters."
                           : "the local orders still drift; smaller parameters would decide.");
    return result;
  }
  if (difference > std::max(options.order_tolerance, fit.uncertainty)) {
    result.sentence = "Observed " + order + ", " + predicted + ": neither equal within tolerance " +
                      short_number(options.order_tolerance) +
                      " nor different beyond tolerance and uncertainty.";
    return result;
  }
  // An uncertain order may be compatible with the prediction while the local orders are on their way past it.
  if (std::abs(fit.last_order - predicted_order) > options.order_tolerance + fit.last_order_uncertainty) {
    result.sentence =
        "Observed " + order + ", " + predicted + ", but the local order of the two smallest parameters is " +
        with_error(fit.last_order, fit.last_order_uncertainty) + "; smaller parameters would decide.";
    return result;
  }
  result.verdict = Verdict::confirmed;
  result.sentence =
      "The distance tends to 0: observed " + order + ", " + predicted +
      (difference <= fit.uncertainty
           ? "."
           : "; they differ by more than the uncertainty of the fit, and by less than the order "
             "tolerance " +
                 short_number(options.order_tolerance) + ".");
  return result;
}

Judgement judge_equality(const std::vector<SweepValue> &values, double tolerance, const std::string &when)
{
  Judgement result;
  result.sentence = "There is nothing to compare.";
  if (values.empty()) return result;
  for (const SweepValue &v : values)
    if (!(v.value >= 0) || !(v.delta >= 0)) {
      result.sentence = "The distance or its error bar is not a number at parameter " +
                        short_number(v.parameter) + ": nothing is said.";
      return result;
    }
  result.verdict = Verdict::confirmed;
  for (const SweepValue &v : values) {
    if (!(v.value + v.delta <= result.observed + result.uncertainty)) {
      result.observed = v.value;
      result.uncertainty = v.delta;
    }
    if (v.value - v.delta > tolerance) {
      result.verdict = Verdict::refuted;
      result.observed = v.value;
      result.uncertainty = v.delta;
      result.sentence = "The flows differ " + when + " by " + with_error(v.value, v.delta) +
                        " at parameter " + short_number(v.parameter) + ", more than the tolerance " +
                        short_number(tolerance) + ".";
      return result;
    }
    if (!(v.value + v.delta <= tolerance)) {
      if (result.verdict == Verdict::confirmed)
        result.sentence = "The error bars do not decide it: the flows differ " + when + " by " +
                          with_error(v.value, v.delta) + " at parameter " + short_number(v.parameter) +
                          ", tolerance " + short_number(tolerance) + ".";
      result.verdict = Verdict::not_established;
    }
  }
  result.limit_supported = result.verdict == Verdict::confirmed;
  if (result.verdict == Verdict::confirmed)
    result.sentence = "The flows are equal " + when + " to the tolerance " + short_number(tolerance) +
                      ": they differ by at most " + with_error(result.observed, result.uncertainty) + ".";
  return result;
}

}  // namespace gammaflow
