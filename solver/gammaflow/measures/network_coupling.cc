// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/measures/network_coupling.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>
#include <map>
#include <numeric>

namespace gammaflow
{
namespace
{
constexpr double most_arcs = 5e6;
constexpr double unit = 0x1p50;       ///< of mass
constexpr double cost_unit = 0x1p40;  ///< the largest cost

/// The masses as integers whose sum is `unit`: rounded, the largest one takes the rest.
std::vector<std::int64_t> rounded(const PointMeasure &measure)
{
  std::vector<std::int64_t> mass(measure.size());
  for (std::size_t i = 0; i < mass.size(); ++i)
    mass[i] = std::llround(measure.weight(i) / measure.mass() * unit);
  const auto sum = std::accumulate(mass.begin(), mass.end(), std::int64_t(0));
  *std::max_element(mass.begin(), mass.end()) += std::int64_t(unit) - sum;
  return mass;
}

double squared_distance(const PointMeasure &a, std::size_t i, const PointMeasure &b, std::size_t j)
{
  double square = 0;
  for (unsigned d = 0; d < a.dim(); ++d) {
    const double step = a.coordinate(d)[i] - b.coordinate(d)[j];
    square += step * step;
  }
  return square;
}
}  // namespace

double network_wasserstein(const PointMeasure &a, const PointMeasure &b, unsigned power)
{
  if (a.dim() != b.dim())
    throw InputError("a coupling",
                     std::to_string(a.dim()) + " and " + std::to_string(b.dim()) + " dimensions",
                     "both measures have to have the same", "");
  if (double(a.size()) * double(b.size()) > most_arcs)
    throw InputError("an exact coupling",
                     std::to_string(a.size()) + " and " + std::to_string(b.size()) + " points",
                     "it would take too much memory and time", "a product of at most 5 million");
  using Graph = lemon::SmartDigraph;
  const auto n = int(a.size()), m = int(b.size());
  Graph graph;
  graph.reserveNode(n + m);
  graph.reserveArc(n * m);
  for (int i = 0; i < n + m; ++i) graph.addNode();
  Graph::NodeMap<std::int64_t> supply(graph);
  const auto of_a = rounded(a), of_b = rounded(b);
  for (int i = 0; i < n; ++i) supply[Graph::nodeFromId(i)] = of_a[std::size_t(i)];
  for (int j = 0; j < m; ++j) supply[Graph::nodeFromId(n + j)] = -of_b[std::size_t(j)];
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < m; ++j) graph.addArc(Graph::nodeFromId(i), Graph::nodeFromId(n + j));
  Graph::ArcMap<double> cost(graph);
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < m; ++j) {
      const double square = squared_distance(a, std::size_t(i), b, std::size_t(j));
      cost[Graph::arcFromId(i * m + j)] = power == 2 ? square : std::sqrt(square);
    }
  // Integers as well: with round-off the method may not end.
  double largest = 0;
  for (Graph::ArcIt arc(graph); arc != lemon::INVALID; ++arc) largest = std::max(largest, cost[arc]);
  if (largest == 0) return 0;
  Graph::ArcMap<std::int64_t> rounded_cost(graph);
  for (Graph::ArcIt arc(graph); arc != lemon::INVALID; ++arc)
    rounded_cost[arc] = std::llround(cost[arc] / largest * cost_unit);
  using Simplex = lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t>;
  Simplex simplex(graph);
  simplex.supplyMap(supply).costMap(rounded_cost);
  if (simplex.run() != Simplex::OPTIMAL)
    throw NumericalFailure("the network simplex method found no optimal coupling");
  double sum = 0;
  for (Graph::ArcIt arc(graph); arc != lemon::INVALID; ++arc)
    sum += cost[arc] * (double(simplex.flow(arc)) / unit);
  return power == 2 ? std::sqrt(sum) : sum;
}

Quantized quantized(const PointMeasure &measure, std::size_t most)
{
  if (measure.size() <= most) return {normalized(measure), 0, 0};
  const unsigned dim = measure.dim();
  Point lower{}, upper{};
  double longest = 0;
  for (unsigned d = 0; d < dim; ++d) {
    const auto range = std::minmax_element(measure.coordinate(d), measure.coordinate(d) + measure.size());
    lower[d] = *range.first;
    upper[d] = *range.second;
    longest = std::max(longest, upper[d] - lower[d]);
  }
  struct Box {
    double mass = 0;
    Point moment{};
  };
  std::map<std::size_t, Box> boxes;
  std::vector<std::size_t> box_of(measure.size());
  // the finest grid that has so many boxes with mass
  for (double edge = longest / std::ceil(3 * std::pow(double(most), 1. / dim));; edge *= 1.05) {
    boxes.clear();
    for (std::size_t i = 0; i < measure.size() && boxes.size() <= most; ++i) {
      std::size_t index = 0;
      for (unsigned d = dim; d-- > 0;)
        index = (index << 20) + std::size_t(edge > 0 ? (measure.coordinate(d)[i] - lower[d]) / edge : 0);
      box_of[i] = index;
      Box &box = boxes[index];
      const double w = measure.weight(i) / measure.mass();
      box.mass += w;
      for (unsigned d = 0; d < dim; ++d) box.moment[d] += w * measure.coordinate(d)[i];
    }
    if (boxes.size() <= most) break;
  }
  double w1 = 0, square = 0;
  for (std::size_t i = 0; i < measure.size(); ++i) {
    const Box &box = boxes[box_of[i]];
    const double w = measure.weight(i) / measure.mass();
    if (!(box.mass > 0)) continue;
    double step = 0;
    for (unsigned d = 0; d < dim; ++d)
      step += std::pow(measure.coordinate(d)[i] - box.moment[d] / box.mass, 2);
    square += w * step;
    w1 += w * std::sqrt(step);
  }
  std::vector<double> coordinates, weights;
  for (unsigned d = 0; d < dim; ++d)
    for (const auto &[index, box] : boxes)
      if (box.mass > 0) coordinates.push_back(box.moment[d] / box.mass);
  for (const auto &[index, box] : boxes)
    if (box.mass > 0) weights.push_back(box.mass);
  return {PointMeasure(dim, std::move(coordinates), std::move(weights)), w1, std::sqrt(square)};
}

}  // namespace gammaflow
