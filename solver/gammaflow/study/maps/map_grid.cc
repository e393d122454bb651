// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/maps/map_grid.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <set>

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

/// Where the logarithm of the ratio of both distances is 0 between p and q, linear in log p.
double interpolated(double p, double ratio_at_p, double q, double ratio_at_q)
{
  const double whole = ratio_at_p - ratio_at_q,
               part = std::isfinite(whole) && whole != 0 ? ratio_at_p / whole : 0.5;
  return p * std::pow(q / p, std::clamp(part, 0., 1.));
}

/// The exponents of all lines, log ridge over log bandwidth, that pass through all edges: that of i is below
/// that of j by the right step where q (x_j - x_i) <= high_j - low_i, for each i and j.
std::optional<LocalOrder> exponents_through(const std::vector<LimitChange::Crossing> &edges)
{
  double least = -std::numeric_limits<double>::infinity(), most = -least;
  for (const auto &a : edges)
    for (const auto &b : edges) {
      const double step = std::log(b.bandwidth / a.bandwidth);
      if (step > 0) {
        least = std::max(least, std::log(b.low / a.high) / step);
        most = std::min(most, std::log(b.high / a.low) / step);
      }
    }
  if (least > most) return {};
  return LocalOrder{least, most};
}

/// Of log ridge over log bandwidth, through the crossings at given bandwidths. A power law crosses each
/// bandwidth once: there is none where two crossings have the same one.
std::optional<LimitChange::PowerLaw> power_law(const std::vector<LimitChange::Crossing> &crossings)
{
  std::vector<LimitChange::Crossing> edges;
  for (const auto &c : crossings)
    if (c.along_ridge) {
      if (!edges.empty() && edges.back().bandwidth == c.bandwidth) return {};
      edges.push_back(c);
    }
  const double n = double(edges.size());
  if (n < 3) return {};
  const auto possible = exponents_through(edges);
  if (!possible) return {};
  double mean_x = 0, mean_y = 0, square = 0, product = 0;
  for (const auto &edge : edges) {
    mean_x += std::log(edge.bandwidth) / n;
    mean_y += std::log(edge.ridge) / n;
  }
  for (const auto &edge : edges) {
    const double x = std::log(edge.bandwidth) - mean_x, y = std::log(edge.ridge) - mean_y;
    square += x * x;
    product += x * y;
  }
  const double exponent = product / square;
  return LimitChange::PowerLaw{std::exp(mean_y - exponent * mean_x), exponent,
                               std::max(possible->high - exponent, exponent - possible->low)};
}

/// Calls found(k, l) for consecutive decided points of a line of n, between which the nearer limit changes.
void changes_on_line(std::size_t n, const std::function<Nearer(std::size_t)> &nearer,
                     const std::function<void(std::size_t, std::size_t)> &found)
{
  std::optional<std::size_t> decided;
  for (std::size_t k = 0; k < n; ++k)
    if (nearer(k) != Nearer::undecided) {
      if (decided && nearer(*decided) != nearer(k)) found(*decided, k);
      decided = k;
    }
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
  std::set<Nearer> seen;
  const auto ratio = [&](std::size_t i, std::size_t j) {
    return log_ratio(to_first.values[i][j].value, to_second.values[i][j].value);
  };
  for (std::size_t i = 0; i < sigma.size(); ++i) {
    result.nearer.emplace_back();
    for (std::size_t j = 0; j < lambda.size(); ++j) {
      result.nearer[i].push_back(nearer_of(to_first.values[i][j], to_second.values[i][j]));
      seen.insert(result.nearer[i][j]);
    }
  }
  for (std::size_t i = 0; i < sigma.size(); ++i)
    changes_on_line(
        lambda.size(), [&](std::size_t j) { return result.nearer[i][j]; },
        [&](std::size_t j, std::size_t k) {
          result.crossings.push_back({sigma[i], interpolated(lambda[j], ratio(i, j), lambda[k], ratio(i, k)),
                                      true, lambda[k], lambda[j]});
        });
  for (std::size_t j = 0; j < lambda.size(); ++j)
    changes_on_line(
        sigma.size(), [&](std::size_t i) { return result.nearer[i][j]; },
        [&](std::size_t i, std::size_t k) {
          result.crossings.push_back({interpolated(sigma[i], ratio(i, j), sigma[k], ratio(k, j)), lambda[j],
                                      false, sigma[k], sigma[i]});
        });
  const bool change = seen.count(Nearer::first) > 0 && seen.count(Nearer::second) > 0;
  result.verdict = change                              ? "seen"
                   : seen.count(Nearer::undecided) > 0 ? "not decided"
                                                       : "none seen on this range";
  result.power_law = power_law(result.crossings);
  return result;
}

}  // namespace gammaflow
