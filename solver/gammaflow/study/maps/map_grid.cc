// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/maps/map_grid.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
using Nearer = LimitChange::Nearer;

double log_ratio(double above, double below)
{
  if (!std::isfinite(above) || !std::isfinite(below)) return std::nan("");
  if (above <= 0) return -std::numeric_limits<double>::infinity();
  if (below <= 0) return std::numeric_limits<double>::infinity();
  return std::log(above / below);
}

Nearer nearer_of(const MapGrid::Value &a, const MapGrid::Value &b)
{
  if (a.value + a.delta < b.value - b.delta) return Nearer::first;
  if (b.value + b.delta < a.value - a.delta) return Nearer::second;
  return Nearer::undecided;
}

bool change(Nearer a, Nearer b)
{
  return a != b && a != Nearer::undecided && b != Nearer::undecided;
}

/// The first decided point of a line behind `from`; `end` where there is none.
template <class Line>
std::size_t next_decided(std::size_t end, std::size_t from, const Line &nearer)
{
  std::size_t next = from + 1;
  while (next < end && nearer(next) == Nearer::undecided) ++next;
  return next;
}

/// Where the logarithm of the ratio of both distances is 0 between p and q, linear in log p.
double interpolated(double p, double ratio_at_p, double q, double ratio_at_q)
{
  const double whole = ratio_at_p - ratio_at_q,
               part = std::isfinite(whole) && whole != 0 ? ratio_at_p / whole : 0.5;
  return p * std::pow(q / p, std::clamp(part, 0., 1.));
}

/// Of log ridge over log bandwidth, through the crossings at given bandwidths.
std::optional<LimitChange::PowerLaw> power_law(const std::vector<LimitChange::Crossing> &crossings)
{
  std::vector<double> x, y, off;
  for (const auto &c : crossings)
    if (c.along_ridge) {
      x.push_back(std::log(c.bandwidth));
      y.push_back(std::log(c.ridge));
      off.push_back(std::max(y.back() - std::log(c.low), std::log(c.high) - y.back()));
    }
  const double n = double(x.size());
  double mean_x = 0, mean_y = 0, square = 0, product = 0, moved = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    mean_x += x[i] / n;
    mean_y += y[i] / n;
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    square += (x[i] - mean_x) * (x[i] - mean_x);
    product += (x[i] - mean_x) * (y[i] - mean_y);
    moved += std::abs(x[i] - mean_x) * off[i];
  }
  if (x.size() < 3 || !(square > 0)) return {};
  const double exponent = product / square;
  return LimitChange::PowerLaw{std::exp(mean_y - exponent * mean_x), exponent, moved / square};
}
}  // namespace

LocalOrder local_order(double p, MapGrid::Value at_p, double q, MapGrid::Value at_q)
{
  const double step = std::log(p / q);
  const double low = log_ratio(at_p.value - at_p.delta, at_q.value + at_q.delta) / step,
               high = log_ratio(at_p.value + at_p.delta, at_q.value - at_q.delta) / step;
  return {std::min(low, high), std::max(low, high)};
}

std::vector<std::vector<LocalOrder>> orders_in_bandwidth(const MapGrid &grid)
{
  std::vector<std::vector<LocalOrder>> orders;
  for (std::size_t i = 0; i + 1 < grid.bandwidths.size(); ++i) {
    orders.emplace_back();
    for (std::size_t j = 0; j < grid.ridges.size(); ++j)
      orders.back().push_back(
          local_order(grid.bandwidths[i], grid.values[i][j], grid.bandwidths[i + 1], grid.values[i + 1][j]));
  }
  return orders;
}

std::vector<std::vector<LocalOrder>> orders_in_ridge(const MapGrid &grid)
{
  std::vector<std::vector<LocalOrder>> orders;
  for (const auto &row : grid.values) {
    orders.emplace_back();
    for (std::size_t j = 0; j + 1 < grid.ridges.size(); ++j)
      orders.back().push_back(local_order(grid.ridges[j], row[j], grid.ridges[j + 1], row[j + 1]));
  }
  return orders;
}

LimitChange limit_change(const MapGrid &to_first, const MapGrid &to_second)
{
  const auto &sigma = to_first.bandwidths, &lambda = to_first.ridges;
  LimitChange result;
  bool decided = true;
  const auto ratio = [&](std::size_t i, std::size_t j) {
    return log_ratio(to_first.values[i][j].value, to_second.values[i][j].value);
  };
  for (std::size_t i = 0; i < sigma.size(); ++i) {
    result.nearer.emplace_back();
    for (std::size_t j = 0; j < lambda.size(); ++j) {
      result.nearer[i].push_back(nearer_of(to_first.values[i][j], to_second.values[i][j]));
      decided = decided && result.nearer[i][j] != Nearer::undecided;
    }
  }
  // along a line the points that are decided follow each other, whatever is between them
  for (std::size_t i = 0; i < sigma.size(); ++i)
    for (std::size_t j = 0; j < lambda.size(); ++j) {
      const Nearer here = result.nearer[i][j];
      const std::size_t k =
          next_decided(lambda.size(), j, [&](std::size_t n) { return result.nearer[i][n]; });
      if (k < lambda.size() && change(here, result.nearer[i][k]))
        result.crossings.push_back({sigma[i], interpolated(lambda[j], ratio(i, j), lambda[k], ratio(i, k)),
                                    true, lambda[k], lambda[j]});
      const std::size_t m = next_decided(sigma.size(), i, [&](std::size_t n) { return result.nearer[n][j]; });
      if (m < sigma.size() && change(here, result.nearer[m][j]))
        result.crossings.push_back({interpolated(sigma[i], ratio(i, j), sigma[m], ratio(m, j)), lambda[j],
                                    false, sigma[m], sigma[i]});
    }
  result.verdict = !result.crossings.empty() ? "seen" : decided ? "none seen on this range" : "not decided";
  result.power_law = power_law(result.crossings);
  return result;
}

}  // namespace gammaflow
