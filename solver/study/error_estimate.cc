#include <gammaflow/study/error_estimate.h>

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

/// The error of the finest, where the differences were to contract by `series` and the errors by r from here
/// on.
double below_series(const std::vector<double> &d, double series, double r, bool confirmed)
{
  return (confirmed ? safety_confirmed : safety_unconfirmed) * envelope(d, series) * r / (1 - r);
}
}  // namespace

ErrorEstimate error_estimate(const std::vector<double> &d, double fastest, double noise)
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
    estimate.value = d[0] * (resolved(0) ? safety_unconfirmed : 1);
    return estimate;
  }
  double r = d[0] / d[1];
  if (resolved(2)) {
    const double before = std::max(fastest, d[1] / d[2]), now = std::max(fastest, r);
    estimate.confirmed = std::abs(std::log2(now / before)) <= 1 && now <= weakest;
    if (resolved(0)) r = now > before ? now * now / before : std::sqrt(now * before);
  }
  const double believed = estimate.confirmed ? fastest : std::min(2 * fastest, weakest);
  estimate.contraction = r = std::clamp(r, believed, weakest);
  estimate.series = estimate.confirmed ? r : believed;
  estimate.value = below_series(d, believed, r, estimate.confirmed);
  return estimate;
}

ErrorEstimate error_estimate_of_number(const std::vector<double> &d, double fastest, double noise,
                                       const ErrorEstimate &of_state)
{
  ErrorEstimate estimate = error_estimate(d, fastest, noise);
  if (estimate.confirmed || d.size() < 2 || !(d[1] > 3 * noise)) return estimate;
  estimate.series = std::clamp(of_state.contraction, fastest, weakest);
  estimate.contraction = std::clamp(d[0] / d[1], estimate.series, weakest);
  estimate.value = below_series(d, estimate.series, estimate.contraction, of_state.confirmed);
  return estimate;
}

ErrorEstimate error_estimate_at_time(const std::vector<double> &differences, double noise,
                                     const ErrorEstimate &over_time)
{
  std::vector<double> d = differences;
  for (double &x : d) x = std::abs(x);
  const double r = over_time.contraction;
  const ErrorEstimate own = error_estimate(d, r, noise);
  const bool seen =
      d.size() > 1 && std::any_of(d.begin() + 1, d.end(), [=](double x) { return x > 3 * noise; });
  if (!seen) return own;
  ErrorEstimate estimate = over_time;
  for (std::size_t k = 0; k + 1 < d.size(); ++k)
    if (std::min(d[k], d[k + 1]) > 3 * noise && differences[k] * differences[k + 1] < 0)
      estimate.confirmed = false;
  estimate.value = below_series(d, over_time.series, r, estimate.confirmed);
  const bool weaker = !(d[1] > 3 * noise) || own.contraction > 2 * r;
  return weaker && own.value > estimate.value ? own : estimate;
}

ErrorEstimate error_estimate_of_rough_data(const std::vector<double> &d, double of_data, double noise)
{
  if (d.size() < 2 || !(d[1] > 3 * noise)) return error_estimate(d, of_data, noise);
  ErrorEstimate estimate;
  double slowest = d[0] / d[1];
  if (d.size() > 2 && d[2] > 3 * noise) slowest = std::min(slowest, d[1] / d[2]);
  const double r = estimate.contraction = estimate.series = std::clamp(slowest, of_data, weakest);
  estimate.value = below_series(d, r, r, false);
  return estimate;
}

}  // namespace gammaflow
