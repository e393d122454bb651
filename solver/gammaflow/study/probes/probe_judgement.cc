// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/study/probes/gap_limits.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
constexpr double bars = 3, largest_part = 0.05;

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

/// The limit's own functional is below D at the last two parameters beyond the bars, and its deficit falls by
/// less than a factor of 0.7 from one to the other.
bool stays_below(const std::vector<Gap> &gaps)
{
  const Gap &last = gaps.back(), &previous = gaps[gaps.size() - 2];
  for (const Gap &gap : {last, previous})
    if (!(gap.exact + bars * gap.delta < 0) || !(gap.upper + bars * gap.delta < 0)) return false;
  return last.exact < 0.7 * previous.exact;
}

/// The deficit of the limit's own functional does not vanish with the parameter.
bool deficit_remains(const std::vector<Gap> &gaps)
{
  const auto negative = [](const GapLimit &limit) {
    return limit.known && limit.estimate + bars * limit.uncertainty < 0;
  };
  return negative(limit_of_settled(gaps, &Gap::exact)) || negative(limit_of_level(gaps, &Gap::exact));
}

/// L + a e^q + b e^p with L >= 0 passes through the last four values.
bool sum_reaches_zero(const std::vector<Gap> &gaps)
{
  const GapLimit sums = gaps.size() < 4 ? GapLimit() : limit_of_two_powers(gaps, &Gap::upper);
  return sums.known && sums.estimate + sums.uncertainty >= 0;
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
  const GapLimit limit = topology == Topology::constant ? limit_by_power(gaps, &Gap::lower, exponents.front())
                                                        : limit_by_fitting_powers(gaps, exponents);
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
    const bool remains = deficit_remains(gaps);
    if (remains) verdict.outcome = Outcome::relaxation;
    verdict.sentence = "D_e falls below D = " + few_digits(scale, 4) +
                       ", and so does the limit's own functional along the same curves, by " +
                       few_digits(-gaps.back().exact, 4) + " at the end of the sweep: " +
                       (remains ? "it is not lower semicontinuous in this topology (relaxation), and nothing "
                                  "is refuted."
                                : "whether that much remains is not seen on this range, and nothing is "
                                  "decided.");
    return verdict;
  }
  const GapLimit settled = limit_of_settled(gaps, &Gap::upper);
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
  if (!below || !limit.contracts || !bounded || sum_reaches_zero(gaps)) {
    verdict.sentence =
        !limit.known ? "The limit of " + what + " is not known from these values."
        : !below     ? tends + ": the error bar decides nothing."
        : !bounded   ? tends + ", and D_e itself may be larger: nothing is decided."
        : !limit.contracts
            ? "D_e falls below D = " + few_digits(scale, 4) + ", by " + few_digits(-gaps.back().upper, 4) +
                  " at the end of the sweep; but the values do not converge like a power: nothing is decided."
            : tends +
                  ", below it; but sums of two powers that reach D pass through the values, too: nothing "
                  "is decided.";
    return verdict;
  }
  verdict.outcome = Outcome::below;
  verdict.sentence = tends + ": below D by more than three bars.";
  return verdict;
}

}  // namespace gammaflow
