#include <gammaflow/particles/kernel_sums.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gammaflow
{
namespace
{
/// P_m = sum_j a_j t_j^m exp(-t_j), m = 0, 1, 2, over the sources passed so far, t_j = rate |x - y_j| with x
/// the place of the sweep.
struct Moments {
  double p0 = 0, p1 = 0, p2 = 0;

  void move(double t)
  {
    const double decay = std::exp(-t);
    p2 = decay * (p2 + t * (2 * p1 + t * p0));
    p1 = decay * (p1 + t * p0);
    p0 *= decay;
  }
  double with(const std::array<double, 3> &c) const { return c[0] * p0 + c[1] * p1 + c[2] * p2; }
};

std::vector<std::size_t> sorted(const PointsView &points)
{
  std::vector<std::size_t> order(points.size);
  std::iota(order.begin(), order.end(), 0);
  const double *x = points.coordinate(0);
  std::sort(order.begin(), order.end(),
            [x](std::size_t i, std::size_t j) { return x[i] < x[j] || (x[i] == x[j] && i < j); });
  return order;
}

/// One sweep over the line: adds to result[i] the sum over the sources before target i in the direction of
/// the sweep (also those at the target itself where `ties` says so) of weights times the profile.
void sweep(const ExponentialProfile &profile, const std::array<double, 3> &coefficients, bool upwards,
           bool ties, const PointsView &targets, const std::vector<std::size_t> &target_order,
           const PointsView &sources, const std::vector<std::size_t> &source_order, const double *weights,
           double sign, double *result)
{
  const double *x = targets.coordinate(0), *y = sources.coordinate(0);
  const std::size_t n = target_order.size(), m = source_order.size();
  Moments moments;
  double at = 0;
  std::size_t passed = 0;
  for (std::size_t k = 0; k < n; ++k) {
    const std::size_t i = target_order[upwards ? k : n - 1 - k];
    while (passed < m) {
      const std::size_t j = source_order[upwards ? passed : m - 1 - passed];
      const bool before = upwards ? y[j] < x[i] : y[j] > x[i];
      if (!before && !(ties && y[j] == x[i])) break;
      if (passed > 0) moments.move(profile.rate * std::abs(y[j] - at));
      moments.p0 += weights[j];
      at = y[j];
      ++passed;
    }
    if (passed == 0) continue;
    moments.move(profile.rate * std::abs(x[i] - at));
    at = x[i];
    result[i] += sign * moments.with(coefficients);
  }
}
}  // namespace

KernelSums line_sums(const ExponentialProfile &profile, const PointsView &targets, const Sources &sources)
{
  const auto target_order = sorted(targets), source_order = sorted(sources.points);
  KernelSums sums;
  for (const double *column : sources.columns) {
    sums.columns.emplace_back(targets.size, 0.);
    for (const bool upwards : {true, false})  // sources at the target are counted once
      sweep(profile, profile.value, upwards, upwards, targets, target_order, sources.points, source_order,
            column, 1, sums.columns.back().data());
  }
  if (sources.repelling == nullptr) return sums;
  sums.repulsion.assign(targets.size, 0.);
  for (const bool upwards : {true, false})
    sweep(profile, profile.gradient, upwards, false, targets, target_order, sources.points, source_order,
          sources.repelling, upwards ? 1 : -1, sums.repulsion.data());
  return sums;
}

}  // namespace gammaflow
