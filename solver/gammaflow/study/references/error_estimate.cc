// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/references/error_estimate.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
const double weakest = 0.9;
const double safety_confirmed = 1.25, safety_unconfirmed = 3;

/// The first term of the geometric series by r through the largest of the differences.
double envelope(const std::vector<double> &d, double r)
{
  double largest = d[0], power = 1;
  for (std::size_t k = 1; k < d.size(); ++k) largest = std::max(largest, d[k] * (power *= r));
  return largest;
}

/// The contraction that follows from d[0]/d[1] and d[1]/d[2], as far as they are above the noise: weaker
/// still where it has become weaker, the mean where it has become stronger.
double next_contraction(const std::vector<double> &d, double fastest, double noise)
{
  const double last = d[0] / d[1];
  if (d.size() < 3 || !(d[2] > 3 * noise) || !(d[0] > 3 * noise)) return last;
  const double before = std::max(fastest, d[1] / d[2]), now = std::max(fastest, last);
  return now > before ? now * now / before : std::sqrt(now * before);
}

/// The error of the finest, whose difference from the next is `first` and whose errors contract by r.
double of_series(double first, double r, bool confirmed, double unconfirmed = safety_unconfirmed)
{
  return (confirmed ? safety_confirmed : unconfirmed) * first * r / (1 - r);
}
}  // namespace

std::vector<double> magnitudes(std::vector<double> differences)
{
  for (double &value : differences) value = std::abs(value);
  return differences;
}

bool changes_sign(const std::vector<double> &d, double noise)
{
  for (std::size_t k = 0; k + 1 < d.size(); ++k)
    if (std::min(std::abs(d[k]), std::abs(d[k + 1])) > 3 * noise && d[k] * d[k + 1] < 0) return true;
  return false;
}

ErrorEstimate error_estimate(const std::vector<double> &d, double fastest, double noise, double unconfirmed)
{
  ErrorEstimate estimate;
  if (d.empty()) {
    estimate.value = std::numeric_limits<double>::infinity();
    return estimate;
  }
  const auto resolved = [&](std::size_t k) { return k < d.size() && d[k] > 3 * noise; };
  if (!resolved(1)) {
    // One difference alone, or none above the noise: no contraction is seen.
    estimate.contraction = estimate.series = 0.5;
    estimate.value = d[0] * (resolved(0) ? unconfirmed : 1);
    return estimate;
  }
  double r = next_contraction(d, fastest, noise);
  if (resolved(2)) {
    const double before = std::max(fastest, d[1] / d[2]), now = std::max(fastest, d[0] / d[1]);
    estimate.confirmed = std::abs(std::log2(now / before)) <= 1 && now <= weakest;
  }
  const double believed = estimate.confirmed ? fastest : std::min(2 * fastest, weakest);
  estimate.contraction = estimate.series = r = std::clamp(r, believed, weakest);
  estimate.value = of_series(envelope(d, believed), r, estimate.confirmed, unconfirmed);
  return estimate;
}

ErrorEstimate error_estimate_of_number(const std::vector<double> &d, double fastest, double noise,
                                       const ErrorEstimate &of_state, bool alternating, double least)
{
  ErrorEstimate estimate = error_estimate(d, fastest, noise);
  if ((estimate.confirmed && !alternating) || d.size() < 2 || !(d[1] > 3 * noise)) return estimate;
  const bool before = d.size() > 2 && d[2] > 3 * noise;
  const double weaker = before ? d[1] / d[2] : 0;
  estimate.confirmed = false;
  least = std::min(least, weakest);
  estimate.contraction = std::clamp(
      std::max(alternating ? d[0] / d[1] : next_contraction(d, fastest, noise), weaker), least, weakest);
  const double accident = 1. / 8;
  estimate.series = std::clamp(accident * (before ? weaker : of_state.contraction), least, weakest);
  estimate.value = of_series(envelope(d, estimate.series), estimate.contraction, false);
  return estimate;
}

ErrorEstimate error_estimate_at_time(const std::vector<double> &differences,
                                     const std::vector<double> &largest, double noise,
                                     const ErrorEstimate &over_time)
{
  const std::vector<double> d = magnitudes(differences);
  const bool alternating = changes_sign(differences, noise);
  const double r = over_time.contraction;
  const ErrorEstimate own = error_estimate_of_number(d, r, noise, over_time, alternating, r);
  const bool seen =
      d.size() > 1 && std::any_of(d.begin() + 1, d.end(), [=](double x) { return x > 3 * noise; });
  if (!seen) return own;
  ErrorEstimate estimate = over_time;
  if (alternating) estimate.confirmed = false;
  double first = d[0], series = 1;
  for (std::size_t k = 1; k < d.size(); ++k) {
    series *= over_time.series;
    first = std::max(first, d[k] * std::max(series, largest[0] / largest[k]));
  }
  estimate.value = of_series(first, r, estimate.confirmed);
  const bool weaker = !(d[1] > 3 * noise) || own.contraction > 2 * r;
  return weaker && own.value > estimate.value ? own : estimate;
}

ErrorEstimate error_estimate_in_weak_norm(const std::vector<double> &d, const double fastest,
                                          const double noise, const ErrorEstimate &of_state,
                                          const double gain, const double of_nodes)
{
  ErrorEstimate estimate = error_estimate(d, gain * fastest, noise);
  if (d.size() < 2 || !(d[1] > 3 * noise)) return estimate;
  estimate.series = estimate.confirmed ? of_nodes : std::min(2 * of_nodes, weakest);
  const double first = envelope(d, estimate.series);
  estimate.value = of_series(first, estimate.contraction, estimate.confirmed);
  const double what_is_left = gain * of_state.contraction;
  if (!(what_is_left > estimate.contraction)) return estimate;
  estimate.contraction = std::min(what_is_left, weakest);
  estimate.value = std::max(estimate.value, of_series(first, estimate.contraction, true));
  return estimate;
}

ErrorEstimate error_estimate_in_time_of_weak_norm(const std::vector<double> &d, const double noise)
{
  constexpr double contraction = 0.1, part = 0.75;
  if (d.size() < 2 || !(d[1] > 3 * noise)) return error_estimate(d, contraction, noise, 2);
  ErrorEstimate estimate;
  estimate.contraction = std::clamp(d[0] / d[1], contraction, weakest);  // as observed
  estimate.series = contraction;
  estimate.value = part * std::max(d[0], contraction * d[1]);
  return estimate;
}

ErrorEstimate error_estimate_of_rough_data(const std::vector<double> &d, double of_data, double noise)
{
  if (d.size() < 2 || !(d[1] > 3 * noise)) return error_estimate(d, of_data, noise);
  ErrorEstimate estimate;
  double slowest = d[0] / d[1];
  if (d.size() > 2 && d[2] > 3 * noise) slowest = std::min(slowest, d[1] / d[2]);
  const double r = estimate.contraction = estimate.series = std::clamp(slowest, of_data, weakest);
  estimate.value = of_series(envelope(d, r), r, false);
  return estimate;
}

}  // namespace gammaflow
