// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace gammaflow
{
/// A distance with its error bar at each point of a grid of bandwidths and ridges, both descending.
struct MapGrid {
  /// The distance at one point of the grid.
  struct Value {
    double value = 0, delta = 0;  ///< not a number where the point could not be computed
  };
  std::vector<double> bandwidths, ridges;
  std::vector<std::vector<Value>> values;  ///< [bandwidth][ridge]
};

/// An interval, from error bars; an end is infinite where a bar reaches 0.
struct LocalOrder {
  double low = 0, high = 0;
};

/// log(d / d') / log(p / p') of neighbours, from the ends of their error bars.
LocalOrder local_order(double p, MapGrid::Value at_p, double q, MapGrid::Value at_q);

/// [bandwidth between i and i + 1][ridge], and [bandwidth][ridge between j and j + 1].
std::vector<std::vector<LocalOrder>> orders_in_bandwidth(const MapGrid &grid);
std::vector<std::vector<LocalOrder>> orders_in_ridge(const MapGrid &grid);

/// The curve on which the nearer one of two limits changes.
struct LimitChange {
  enum class Nearer { first, second, undecided };
  /// On the edge between two consecutive decided points of a line; the other parameter is that of both.
  struct Crossing {
    double bandwidth = 0, ridge = 0;  ///< interpolated, in logarithms
    bool along_ridge = true;          ///< which of them is interpolated
    double low = 0, high = 0;         ///< the ends of the edge: the change is between them
  };
  std::vector<std::vector<Nearer>> nearer;  ///< beyond both error bars
  std::vector<Crossing> crossings;
  /// "seen" (both limits are nearer somewhere), "none seen on this range" (one is nearer at all points), "not
  /// decided"
  std::string verdict;
  /// ridge = factor * bandwidth^exponent through the crossings at given bandwidths: least squares. The change
  /// is somewhere on each edge: `exponent` +- `uncertainty` has the exponents of all laws that pass through
  /// all of the edges.
  struct PowerLaw {
    double factor = 0, exponent = 0, uncertainty = 0;
  };
  /// From three bandwidths, or more, with one crossing each; nothing where no law passes through all edges.
  std::optional<PowerLaw> power_law;
};
LimitChange limit_change(const MapGrid &to_first, const MapGrid &to_second);

}  // namespace gammaflow
