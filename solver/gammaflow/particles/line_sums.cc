// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/particles/kernel_sums.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gammaflow
{
namespace
{
/// One sum over the sources of weights times a profile, which is c_0 + c_1 t + c_2 t^2 times exp(-t).
struct Sum {
  const double *weights;
  std::array<double, 3> c;
  double below, above;  ///< signs of what sources on either side give
  double *result;
  /// P_m = sum_j a_j t_j^m exp(-t_j), m = 0, 1, 2, over the sources that a sweep has passed, t_j = rate |x -
  /// y_j| with x the place of the sweep.
  double p0 = 0, p1 = 0, p2 = 0;

  void move(double t, double decay)
  {
    p2 = decay * (p2 + t * (2 * p1 + t * p0));
    p1 = decay * (p1 + t * p0);
    p0 *= decay;
  }
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

/// One sweep over the line: adds to each result[i] what the sources give that lie before target i in the
/// direction of the sweep, and on the way up what those at its place give.
void sweep(double rate, bool upwards, const PointsView &targets, const std::vector<std::size_t> &target_order,
           const PointsView &sources, const std::vector<std::size_t> &source_order, std::vector<Sum> &sums)
{
  const double *x = targets.coordinate(0), *y = sources.coordinate(0);
  const std::size_t n = target_order.size(), m = source_order.size();
  const auto source = [&](std::size_t k) { return source_order[upwards ? k : m - 1 - k]; };
  double at = 0;
  std::size_t passed = 0;
  const auto move_to = [&](double place) {
    const double t = rate * std::abs(place - at), decay = std::exp(-t);
    if (passed > 0)
      for (Sum &sum : sums) sum.move(t, decay);
    at = place;
  };
  for (Sum &sum : sums) sum.p0 = sum.p1 = sum.p2 = 0;
  for (std::size_t k = 0; k < n; ++k) {
    const std::size_t i = target_order[upwards ? k : n - 1 - k];
    for (; passed < m; ++passed) {
      const std::size_t j = source(passed);
      if (upwards ? y[j] >= x[i] : y[j] <= x[i]) break;
      move_to(y[j]);
      for (Sum &sum : sums) sum.p0 += sum.weights[j];
    }
    if (passed > 0) {
      move_to(x[i]);
      for (Sum &sum : sums)
        sum.result[i] +=
            (upwards ? sum.below : sum.above) * (sum.c[0] * sum.p0 + sum.c[1] * sum.p1 + sum.c[2] * sum.p2);
    }
    for (std::size_t j = passed; upwards && j < m && y[source(j)] == x[i]; ++j)
      for (Sum &sum : sums)  // signs that differ cancel at the place itself
        sum.result[i] += (sum.below + sum.above) / 2 * sum.c[0] * sum.weights[source(j)];
  }
}
}  // namespace

KernelSums line_sums(const ExponentialProfile &profile, const PointsView &targets, const Sources &sources)
{
  KernelSums sums;
  sums.columns.assign(sources.columns.size(), std::vector<double>(targets.size, 0.));
  std::vector<Sum> all;
  for (std::size_t c = 0; c < sources.columns.size(); ++c)
    all.push_back({sources.columns[c], profile.value, 1, 1, sums.columns[c].data()});
  if (sources.repelling != nullptr) {
    sums.repulsion.assign(targets.size, 0.);
    all.push_back({sources.repelling, profile.gradient, 1, -1, sums.repulsion.data()});
  }
  const auto target_order = sorted(targets), source_order = sorted(sources.points);
  for (const bool upwards : {true, false})
    sweep(profile.rate, upwards, targets, target_order, sources.points, source_order, all);
  return sums;
}

}  // namespace gammaflow
