// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/comparison/judgement/extrapolation.h>
#include <gammaflow/study/probes/probe_judgement.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
constexpr double bars = 3, largest_part = 0.05;

struct Limit {
  bool known = false, contracts = false;
  double estimate = 0, uncertainty = 0;
};

Limit extrapolated(const std::vector<Gap> &gaps, double Gap::*member, double order)
{
  std::vector<double> parameters, deltas;
  std::vector<Eigen::VectorXd> values;
  for (const Gap &gap : gaps) {
    parameters.push_back(gap.parameter);
    deltas.push_back(gap.delta);
    values.push_back(Eigen::VectorXd::Constant(1, gap.*member));
  }
  const auto result =
      extrapolate(sweep_of_scalars(parameters, values, deltas, Eigen::VectorXd::Zero(1), 0), order);
  if (!result.valid) return {};
  Limit limit{true, result.contracts, 0, result.uncertainty()};
  for (std::size_t i = 0; i < values.size(); ++i) limit.estimate += result.chosen.weights[i] * values[i][0];
  return limit;
}

/// From the last two differences, where they shrink by a factor r of at most 0.7: what is still to come is
/// the last one times r/(1 - r) if they go on so; twice that is the error bar. It refutes nothing.
Limit from_tail(const std::vector<Gap> &gaps)
{
  const std::size_t n = gaps.size();
  const double last = gaps[n - 1].lower - gaps[n - 2].lower, before = gaps[n - 2].lower - gaps[n - 3].lower,
               r = std::abs(last / before);
  if (!(r <= 0.7)) return {};
  return {true, false, gaps[n - 1].lower, 2 * std::abs(last) * r / (1 - r) + 3 * gaps[n - 1].delta};
}

/// By the first exponent, or (`only_fitting`) by all with which the gaps converge like a power: then the
/// middle of their limits, with their spread.
Limit extrapolated(const std::vector<Gap> &gaps, const std::vector<double> &exponents, bool only_fitting)
{
  if (!only_fitting) return extrapolated(gaps, &Gap::lower, exponents.front());
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const double q : exponents) {
    if (!(q > 0)) continue;
    const Limit limit = extrapolated(gaps, &Gap::lower, q);
    if (!limit.known || !limit.contracts) continue;
    low = std::min(low, limit.estimate - limit.uncertainty);
    high = std::max(high, limit.estimate + limit.uncertainty);
  }
  if (!(low <= high)) return from_tail(gaps);
  return {true, true, (low + high) / 2, (high - low) / 2};
}

/// A curve that stands still where no force acts: squares of round-off, of gradients as well.
bool vanishes(double scale)
{
  return scale <= 1e-20;
}

/// The last three are above zero beyond their bars, and do not decrease with the parameter.
bool stays_above(const std::vector<Gap> &gaps)
{
  if (gaps.size() < 3) return false;
  for (std::size_t i = gaps.size() - 3; i < gaps.size(); ++i) {
    if (!(gaps[i].lower - bars * gaps[i].delta > 0)) return false;
    if (i > gaps.size() - 3 && gaps[i].lower + gaps[i].delta < gaps[i - 1].lower - gaps[i - 1].delta)
      return false;
  }
  return true;
}

/// The limit's own functional is below D at the last two parameters beyond the bars, and its deficit does not
/// vanish.
bool stays_below(const std::vector<Gap> &gaps)
{
  const Gap &last = gaps.back(), &previous = gaps[gaps.size() - 2];
  for (const Gap &gap : {last, previous})
    if (!(gap.exact + bars * gap.delta < 0) || !(gap.upper + bars * gap.delta < 0)) return false;
  return last.exact < 0.7 * previous.exact;
}

/// The limit from what is still to come of a sequence whose differences fall like a geometric one,
/// whatever its exponents: the last one times r/(1 - r), r the ratio of the last two (at most 0.8: powers of
/// at least a third where parameters are halved). The error bar is as much again, and what the bars allow.
/// Where the differences are within the bars r is that of the power 1/10: of a slower approach nothing is
/// believed.
Limit of_settled(const std::vector<Gap> &gaps)
{
  constexpr double slowest_ratio = 0.8, slowest_power = 0.1;
  const std::size_t n = gaps.size();
  if (n < 4) return {};
  const auto step = [&](std::size_t k) { return gaps[n - k].upper - gaps[n - k - 1].upper; };
  double bar = 0;
  for (std::size_t k = 1; k <= 4; ++k) bar = std::max(bar, gaps[n - k].delta);
  const double d1 = std::abs(step(1)), d2 = std::abs(step(2)), d3 = std::abs(step(3)), noise = 2 * bar;
  const double last = gaps.back().upper;
  if (d1 <= 2 * noise && d2 <= 2 * noise) {
    const double ratio = gaps[n - 2].parameter / gaps[n - 1].parameter,
                 rest = (d1 + noise) / (std::pow(ratio, slowest_power) - 1);
    return {true, true, last, (bar + rest) / bars};
  }
  const double r = (d1 + noise) / (d2 - noise);
  if (!(d2 > 2 * noise) || !(r <= slowest_ratio) || !(d2 <= slowest_ratio * d3 + noise)) return {};
  // Differences of sums of powers with coefficients of one sign are log-convex; those of two powers of
  // opposite signs, which may pass an extremum and come back, are log-concave.
  const auto other_way = [&](double a, double b) { return std::abs(a) > noise && a * b < 0; };
  if (other_way(step(1), step(2)) || other_way(step(2), step(3))) return {};
  if ((d1 + noise) * (d3 + noise) < (d2 - noise) * (d2 - noise)) return {};
  const double rest = (d1 + noise) * r / (1 - r);
  return {true, true, last + std::copysign(rest, step(1)), (bar + rest) / bars * 2};
}

std::string with_bar(double value, double bar)
{
  return few_digits(value, 4) + " +- " + few_digits(bar, 2);
}
}  // namespace

std::string to_string(const ProbeVerdict::Outcome outcome)
{
  switch (outcome) {
    case ProbeVerdict::Outcome::above:
      return "not refuted";
    case ProbeVerdict::Outcome::below:
      return "refuted";
    case ProbeVerdict::Outcome::relaxation:
      return "relaxation";
    default:
      return "not decided";
  }
}

ProbeVerdict judge_probe(const std::vector<Gap> &gaps, const double scale, const Topology topology,
                         const std::vector<double> &exponents, const std::string &parameter)
{
  using Outcome = ProbeVerdict::Outcome;
  ProbeVerdict verdict;
  if (std::isinf(scale)) {  // the gap of two infinite values is no number
    const bool both =
        std::none_of(gaps.begin(), gaps.end(), [](const Gap &g) { return std::isinf(g.lower); });
    verdict.outcome = both ? Outcome::above : Outcome::undecided;
    verdict.estimate = both ? scale : std::nan("");
    verdict.sentence = both ? "D is infinite along this curve, and so is D_e at every " + parameter +
                                  ": the bound holds, trivially."
                            : "D is infinite along this curve, and D_e is not: nothing is said.";
    return verdict;
  }
  for (const Gap &gap : gaps)
    if (std::isnan(gap.lower) || !(gap.delta >= 0) || !(gap.parameter > 0)) {
      verdict.sentence = "A value at " + parameter + " = " + few_digits(gap.parameter, 4) +
                         " is not a number: nothing is said.";
      return verdict;
    }
  if (vanishes(scale)) {
    verdict.outcome = Outcome::above;
    verdict.sentence =
        "D is zero along this curve, to round-off, and D_e is never negative: the bound holds, trivially.";
    return verdict;
  }
  if (gaps.size() < 3) {
    verdict.sentence = "Fewer than three values could be computed: nothing is said.";
    return verdict;
  }
  if (std::all_of(gaps.begin(), gaps.end(), [](const Gap &g) { return std::isinf(g.lower); })) {
    verdict.outcome = Outcome::above;
    verdict.estimate = std::numeric_limits<double>::infinity();
    verdict.sentence = "D_e is infinite: the bound holds, trivially.";
    return verdict;
  }
  const bool bounded =
      std::all_of(gaps.begin(), gaps.end(), [](const Gap &g) { return std::isfinite(g.upper); });
  const std::string what = bounded ? "D_e" : "the lower bound of D_e (R_e may be infinite)";
  const Limit limit = extrapolated(gaps, exponents, topology != Topology::constant);
  verdict.estimate = limit.known ? limit.estimate : std::nan("");
  verdict.uncertainty = limit.known ? limit.uncertainty : std::nan("");
  const double u = limit.uncertainty;
  const std::string tends =
      "The limit of " + what + " less D is " + with_bar(limit.estimate, u) + ", D = " + few_digits(scale, 4);
  if (limit.known && u <= largest_part * scale && limit.estimate >= -bars * u) {
    verdict.outcome = Outcome::above;
    verdict.sentence =
        tends + (std::abs(limit.estimate) <= bars * u ? ": it reaches D." : ": it stays above D.");
    return verdict;
  }
  if (stays_above(gaps)) {
    verdict.outcome = Outcome::above;
    verdict.sentence = "At the smallest values of " + parameter + " " + what +
                       " is above D = " + few_digits(scale, 4) + " by " +
                       with_bar(gaps.back().lower, gaps.back().delta) + ", and does not fall.";
    return verdict;
  }
  if (topology != Topology::constant && stays_below(gaps)) {
    verdict.outcome = Outcome::relaxation;
    verdict.sentence = "D_e falls below D = " + few_digits(scale, 4) +
                       ", and so does the limit's own functional along "
                       "the same curves, by " +
                       few_digits(-gaps.back().exact, 4) +
                       " at the end of the sweep: it is not "
                       "lower semicontinuous in this topology (relaxation), and nothing is refuted.";
    return verdict;
  }
  const Limit settled = of_settled(gaps);
  if (bounded && settled.known && settled.estimate + bars * settled.uncertainty < 0 &&
      !(limit.known && limit.estimate >= 0)) {
    verdict.outcome = Outcome::below;
    verdict.estimate = settled.estimate;
    verdict.uncertainty = settled.uncertainty;
    verdict.sentence =
        "The limit of D_e less D is " + with_bar(settled.estimate, settled.uncertainty) +
        ", D = " + few_digits(scale, 4) +
        ", from differences that fall towards small parameters: below D by more than three bars.";
    return verdict;
  }
  const bool below = limit.known && limit.estimate + bars * u < 0;
  if (!below || !limit.contracts || !bounded) {
    verdict.sentence =
        !limit.known ? "The limit of " + what + " is not known from these values."
        : !below     ? tends + ": the error bar decides nothing."
        : !bounded   ? tends + ", and D_e itself may be larger: nothing is decided."
                     : tends + ", below it; but the values do not converge like a power: nothing is decided.";
    return verdict;
  }
  verdict.outcome = Outcome::below;
  verdict.sentence = tends + ": below D by more than three bars.";
  return verdict;
}

}  // namespace gammaflow
