// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/maps/map_grid.h>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <vector>

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

namespace
{
/// The nearer limit changes at ridges that a function of the bandwidth gives.
LimitChange change_at(const std::function<double(double)> &ridge, const std::vector<double> &bandwidths)
{
  MapGrid first{bandwidths, {}, {}}, second = first;
  for (double lambda = 1; lambda > 1e-5; lambda /= 2) first.ridges.push_back(lambda);
  second.ridges = first.ridges;
  for (const double sigma : bandwidths) {
    first.values.emplace_back();
    second.values.emplace_back();
    for (const double lambda : first.ridges) {
      first.values.back().push_back({lambda, 0});
      second.values.back().push_back({1.01 * ridge(sigma), 0});
    }
  }
  return limit_change(first, second);
}
}  // namespace

// A curve that bends is no power law, whatever least squares give: no line passes through all of its edges.
TEST(MustFail, PowerLawOfACurveThatBends)
{
  const std::vector<double> bandwidths = {0.8, 0.4, 0.2, 0.1};
  EXPECT_TRUE(change_at([](double s) { return 0.5 * s; }, bandwidths).power_law);
  EXPECT_FALSE(
      change_at([](double s) { return s > 0.3 ? 0.5 * s : 20 * s * s * s * s; }, bandwidths).power_law);
}

// Three crossings at two bandwidths are no three bandwidths, and a law does not cross one of them twice.
TEST(MustFail, PowerLawOfCrossingsAtTwoBandwidths)
{
  MapGrid first{{0.2, 0.1},
                {1, 0.1, 0.01, 0.001},
                {{{1, 0}, {3, 0}, {1, 0}, {3, 0}}, {{3, 0}, {1, 0}, {1, 0}, {1, 0}}}},
      second{{0.2, 0.1},
             {1, 0.1, 0.01, 0.001},
             {{{2, 0}, {2, 0}, {2, 0}, {2, 0}}, {{2, 0}, {2, 0}, {2, 0}, {2, 0}}}};
  const LimitChange change = limit_change(first, second);
  EXPECT_EQ(change.verdict, "seen");
  EXPECT_FALSE(change.power_law);
  first.bandwidths.push_back(0.05);
  first.values.push_back(first.values[1]);
  second.values.push_back(second.values[1]);
  EXPECT_FALSE(limit_change(first, second).power_law);
}
