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
  /// Between two points of a line of the grid that are decided, and none between them; the other parameter is
  /// that of both.
  struct Crossing {
    double bandwidth = 0, ridge = 0;  ///< interpolated, in logarithms
    bool along_ridge = true;          ///< which of them is interpolated
    double low = 0, high = 0;         ///< those of both points: the change is between them
  };
  std::vector<std::vector<Nearer>> nearer;  ///< beyond both error bars
  std::vector<Crossing> crossings;
  std::string verdict;  ///< "seen", "none seen on this range", "not decided"
  /// ridge = factor * bandwidth^exponent through the crossings at given bandwidths: least squares. The change
  /// is somewhere between both points; so much can that move the exponent.
  struct PowerLaw {
    double factor = 0, exponent = 0, uncertainty = 0;
  };
  std::optional<PowerLaw> power_law;  ///< from three bandwidths, or more
};
LimitChange limit_change(const MapGrid &to_first, const MapGrid &to_second);

}  // namespace gammaflow
