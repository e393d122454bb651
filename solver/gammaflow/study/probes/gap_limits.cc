// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/extrapolation.h>
#include <gammaflow/study/probes/gap_limits.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
/// Limits are compared with zero by so many error bars.
constexpr double bars = 3;
/// Of a slower approach nothing is believed.
constexpr double slowest_power = 0.1;
/// Of successive differences: powers of at least a third where parameters are halved.
constexpr double slowest_ratio = 0.8;

/// Differences of the last four values, the last one first, and their error.
struct LastSteps {
  double step[3], noise = 0;

  LastSteps(const std::vector<Gap> &gaps, GapNumber member)
  {
    const std::size_t n = gaps.size();
    for (std::size_t k = 0; k < 3; ++k) step[k] = gaps[n - 1 - k].*member - gaps[n - 2 - k].*member;
    for (std::size_t k = 1; k <= 4; ++k) noise = std::max(noise, 2 * gaps[n - k].delta);
  }
  double size(unsigned k) const { return std::abs(step[k]); }
  bool turns(unsigned k) const { return size(k) > noise && step[k] * step[k + 1] < 0; }
  /// Differences of sums of powers with coefficients of one sign are log-convex; those of two powers of
  /// opposite signs, which may pass an extremum and come back, are log-concave.
  bool ratios_fall() const
  {
    return (size(0) + noise) * (size(2) + noise) < (size(1) - noise) * (size(1) - noise);
  }
};

/// The limit of L + a e^q + b e^p through three neighbouring values, the last of them `skip` before the end,
/// and what their error bars are in it.
struct Through {
  double limit = 0, bar = 0;

  Through(const std::vector<Gap> &gaps, GapNumber member, std::size_t skip, double q, double p)
  {
    const std::size_t first = gaps.size() - 3 - skip;
    const auto weights = extrapolation_weights(
        {gaps[first].parameter, gaps[first + 1].parameter, gaps[first + 2].parameter}, {q, p});
    for (std::size_t k = 0; k < 3; ++k) {
      limit += weights[k] * (gaps[first + k].*member);
      bar += std::abs(weights[k]) * gaps[first + k].delta;
    }
  }
};

/// From the last two differences, where they shrink by a factor r of at most 0.7, and not as near a turn (a
/// power of more than 4): what is still to come is the last one times r/(1 - r) if they go on so; twice that
/// is the error bar.
GapLimit limit_from_tail(const std::vector<Gap> &gaps)
{
  constexpr double fastest_power = 4;
  const std::size_t n = gaps.size();
  const double last = gaps[n - 1].lower - gaps[n - 2].lower, before = gaps[n - 2].lower - gaps[n - 3].lower,
               r = std::abs(last / before);
  if (!(r <= 0.7) || r < std::pow(gaps[n - 1].parameter / gaps[n - 2].parameter, fastest_power)) return {};
  if (n > 3 && LastSteps(gaps, &Gap::lower).ratios_fall()) {
    GapLimit limit = limit_of_two_powers(gaps, &Gap::lower);
    // Of a range that lies below D as a whole it is not said that it reaches D.
    if (!std::isfinite(limit.uncertainty) || limit.estimate + limit.uncertainty < 0) return {};
    limit.contracts = false;
    return limit;
  }
  return {true, false, gaps[n - 1].lower, 2 * std::abs(last) * r / (1 - r) + 3 * gaps[n - 1].delta};
}

struct Range {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  void include(const Through &of)
  {
    low = std::min(low, of.limit - of.bar);
    high = std::max(high, of.limit + of.bar);
  }
};

/// The limits of all sums with the exponent q and a higher one that pass through the last four values: both
/// triples have one limit, within the bars or somewhere between two of the exponents p.
void include_sums_of(double q, double least_distance, const std::vector<Gap> &gaps, GapNumber member,
                     Range &range)
{
  double previous = 0;
  for (double p = q + least_distance; p < 4.05; p += 0.1) {
    const Through last(gaps, member, 0, q, p), before(gaps, member, 1, q, p);
    const double apart = last.limit - before.limit;
    if (std::abs(apart) <= last.bar + before.bar || apart * previous < 0) {
      range.include(last);
      if (previous != 0) range.include(Through(gaps, member, 0, q, p - 0.1));
    }
    previous = apart;
  }
}

/// Of exponents from a grid, the lower one from `slowest` on.
Range limits_of_sums(const std::vector<Gap> &gaps, GapNumber member, double slowest, double least_distance)
{
  Range range;
  for (const double q : {0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.75, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0})
    if (q >= slowest) include_sums_of(q, least_distance, gaps, member, range);
  return range;
}
}  // namespace

GapLimit limit_by_power(const std::vector<Gap> &gaps, GapNumber member, double exponent)
{
  std::vector<double> parameters, deltas;
  std::vector<Eigen::VectorXd> values;
  for (const Gap &gap : gaps) {
    parameters.push_back(gap.parameter);
    deltas.push_back(gap.delta);
    values.push_back(Eigen::VectorXd::Constant(1, gap.*member));
  }
  const auto result =
      extrapolate(sweep_of_scalars(parameters, values, deltas, Eigen::VectorXd::Zero(1), 0), exponent);
  if (!result.valid) return {};
  GapLimit limit{true, result.contracts, 0, result.uncertainty()};
  for (std::size_t i = 0; i < values.size(); ++i) limit.estimate += result.chosen.weights[i] * values[i][0];
  return limit;
}

GapLimit limit_by_fitting_powers(const std::vector<Gap> &gaps, const std::vector<double> &exponents)
{
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const double q : exponents) {
    if (!(q > 0)) continue;
    const GapLimit limit = limit_by_power(gaps, &Gap::lower, q);
    if (!limit.known || !limit.contracts) continue;
    low = std::min(low, limit.estimate - limit.uncertainty);
    high = std::max(high, limit.estimate + limit.uncertainty);
  }
  if (!(low <= high)) return limit_from_tail(gaps);
  return {true, true, (low + high) / 2, (high - low) / 2};
}

/// The differences fall like a geometric sequence: what is still to come is the last one times r/(1 - r), r
/// the ratio of the last two. The error bar is as much again, and what the bars allow. Where the differences
/// are within the bars r is that of the power 1/10.
GapLimit limit_of_settled(const std::vector<Gap> &gaps, GapNumber member)
{
  const std::size_t n = gaps.size();
  if (n < 4) return {};
  const LastSteps steps(gaps, member);
  const double noise = steps.noise, bar = noise / 2, last = gaps.back().*member;
  const double d1 = steps.size(0), d2 = steps.size(1), d3 = steps.size(2);
  if (d1 <= 2 * noise && d2 <= 2 * noise) {
    const double ratio = gaps[n - 2].parameter / gaps[n - 1].parameter,
                 rest = (d1 + noise) / (std::pow(ratio, slowest_power) - 1);
    // Near a turn differences are small, too: sums of powers that are not too near one another tell.
    if (last + bar + rest < 0 && limits_of_sums(gaps, member, 0.25, 0.25).high >= 0) return {};
    return {true, true, last, (bar + rest) / bars};
  }
  const double r = (d1 + noise) / (d2 - noise);
  if (!(d2 > 2 * noise) || !(r <= slowest_ratio) || !(d2 <= slowest_ratio * d3 + noise)) return {};
  if (steps.turns(0) || steps.turns(1)) return {};
  return limit_of_two_powers(gaps, member);
}

GapLimit limit_of_level(const std::vector<Gap> &gaps, GapNumber member)
{
  const std::size_t n = gaps.size();
  if (n < 3) return {};
  double low = std::numeric_limits<double>::infinity(), high = -low, bar = 0;
  for (std::size_t k = n - 3; k < n; ++k) {
    low = std::min(low, gaps[k].*member);
    high = std::max(high, gaps[k].*member);
    bar = std::max(bar, gaps[k].delta);
  }
  const double last = gaps[n - 1].*member - gaps[n - 2].*member,
               before = gaps[n - 2].*member - gaps[n - 3].*member;
  if (last * before < 0 && std::max(std::abs(last), std::abs(before)) > 2 * bar) return {};  // they turn
  const double ratio = gaps[n - 3].parameter / gaps[n - 1].parameter,
               rest = (high - low + 2 * bar) / (std::pow(ratio, slowest_power) - 1);
  return {true, true, gaps.back().*member, (bar + rest) / bars};
}

GapLimit limit_of_two_powers(const std::vector<Gap> &gaps, GapNumber member)
{
  const Range range = limits_of_sums(gaps, member, slowest_power, 0.1);
  if (!(range.low <= range.high)) return {};
  const LastSteps steps(gaps, member);
  const double last = gaps.back().*member;
  double rest = 0;
  if (steps.size(1) > steps.noise) {
    const double r = (steps.size(0) + steps.noise) / (steps.size(1) - steps.noise);
    if (!(r < 1)) return {true, false, last, std::numeric_limits<double>::infinity()};  // they do not shrink
    rest = 2 * (steps.size(0) + steps.noise) * r / (1 - r);
  }
  const double low = std::min(range.low, last - rest), high = std::max(range.high, last + rest);
  return {true, true, (low + high) / 2, (high - low) / 2};
}

}  // namespace gammaflow
