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

/// The error of the finest, where all errors lie below the geometric series by r through these differences.
double below_series(const std::vector<double> &d, double r, bool confirmed)
{
  return (confirmed ? safety_confirmed : safety_unconfirmed) * envelope(d, r) * r / (1 - r);
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
    estimate.contraction = 0.5;
    estimate.value = d[0] * (resolved(0) ? safety_unconfirmed : 1);
    return estimate;
  }
  double r = d[0] / d[1];
  if (resolved(2)) {
    const double before = std::max(fastest, d[1] / d[2]), now = std::max(fastest, r);
    estimate.confirmed = std::abs(std::log2(now / before)) <= 1 && now <= weakest;
    if (resolved(0)) r = now > before ? now * now / before : std::sqrt(now * before);
  }
  estimate.contraction =
      std::clamp(r, estimate.confirmed ? fastest : std::min(2 * fastest, weakest), weakest);
  estimate.value = (estimate.confirmed ? safety_confirmed : safety_unconfirmed) * d[0] *
                   estimate.contraction / (1 - estimate.contraction);
  return estimate;
}

ErrorEstimate error_estimate_of_number(const std::vector<double> &d, double fastest, double noise,
                                       const ErrorEstimate &of_state)
{
  ErrorEstimate estimate = error_estimate(d, fastest, noise);
  if (estimate.confirmed || d.size() < 2 || !(d[1] > 3 * noise)) return estimate;
  const double r = std::clamp(std::max(estimate.contraction, of_state.contraction), fastest, weakest);
  estimate.contraction = r;
  estimate.value = below_series(d, r, of_state.confirmed);
  return estimate;
}

ErrorEstimate error_estimate_at_time(const std::vector<double> &d, double noise,
                                     const ErrorEstimate &over_time)
{
  const double r = over_time.contraction;
  const ErrorEstimate own = error_estimate(d, r, noise);
  const bool seen =
      d.size() > 1 && std::any_of(d.begin() + 1, d.end(), [=](double x) { return x > 3 * noise; });
  if (!seen) return own;
  ErrorEstimate estimate = over_time;
  estimate.value = below_series(d, r, over_time.confirmed);
  const bool weaker = !(d[1] > 3 * noise) || own.contraction > 2 * r;
  return weaker && own.value > estimate.value ? own : estimate;
}

ErrorEstimate error_estimate_of_rough_data(const std::vector<double> &d, double of_data, double noise)
{
  if (d.size() < 2 || !(d[1] > 3 * noise)) return error_estimate(d, of_data, noise);
  ErrorEstimate estimate;
  double slowest = d[0] / d[1];
  if (d.size() > 2 && d[2] > 3 * noise) slowest = std::min(slowest, d[1] / d[2]);
  const double r = estimate.contraction = std::clamp(slowest, of_data, weakest);
  estimate.value = below_series(d, r, false);
  return estimate;
}

}  // namespace gammaflow
