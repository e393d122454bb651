// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/maps/map_grid.h>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

using namespace gammaflow;

namespace
{
MapGrid grid_of(const std::function<double(double, double)> &distance, double bar)
{
  MapGrid grid{{0.4, 0.2, 0.1}, {0.1, 0.03, 0.01}, {}};
  for (const double sigma : grid.bandwidths) {
    grid.values.emplace_back();
    for (const double lambda : grid.ridges)
      grid.values.back().push_back({distance(sigma, lambda), bar * distance(sigma, lambda)});
  }
  return grid;
}
}  // namespace

// A map with both directions exchanged has its orders exchanged, and is seen by them.
TEST(MustFail, MapWithBothDirectionsExchanged)
{
  const MapGrid right = grid_of([](double s, double l) { return s * s * l; }, 0.01);
  MapGrid wrong = right;
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) wrong.values[i][j] = right.values[j][i];
  const auto holds = [](const MapGrid &grid) {
    const LocalOrder order = orders_in_bandwidth(grid)[0][0];
    return order.low <= 2 && 2 <= order.high;
  };
  EXPECT_TRUE(holds(right));
  EXPECT_FALSE(holds(wrong));
}

// Distances that differ by less than their bars show no curve; without the bars one would be drawn.
TEST(MustFail, CurveOfChangeWithinTheBars)
{
  const auto first = [](double s, double l) { return 1 + 1e-3 * std::log(l / (s * s)); };
  const auto one = [](double, double) { return 1.; };
  EXPECT_EQ(limit_change(grid_of(first, 0.01), grid_of(one, 0.01)).verdict, "not decided");
  EXPECT_EQ(limit_change(grid_of(first, 0), grid_of(one, 0)).verdict, "seen");
}
