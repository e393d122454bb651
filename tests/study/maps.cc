// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/program/scratch_directory.h>
#include <gammaflow/study/maps/map_grid.h>
#include <gammaflow/study/maps/map_plan.h>
#include <gammaflow/study/study.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>

using namespace gammaflow;
using Json = nlohmann::json;

namespace
{
MapGrid grid_of(const std::function<double(double, double)> &distance, double bar)
{
  MapGrid grid{{0.4, 0.2, 0.1, 0.05}, {0.3, 0.1, 0.03, 0.01, 0.003, 0.001}, {}};
  for (const double sigma : grid.bandwidths) {
    grid.values.emplace_back();
    for (const double lambda : grid.ridges)
      grid.values.back().push_back({distance(sigma, lambda), bar * distance(sigma, lambda)});
  }
  return grid;
}

Parameters krr(const std::string &settings)
{
  Parameters p;
  p.assign_all(
      "domain/cells = 8; domain/degree = 4; domain/boundary = periodic; domain/lower = -1; domain/upper = 1; "
      "geometry/name = KRR Fisher-Rao; kernel/name = Gaussian; kernel/bandwidth = 0.2; initial state/formula "
      "= "
      "exp(0.7*cos(pi*x)); initial state/mass = 2; target/formula = exp(0.6*cos(pi*x + 1)); target/mass = 2; "
      "time/end = 0.3; time/outputs = 1; time/tolerance = 1e-6; sweep/parameter = ridge; sweep/values = 0.1, "
      "0.03, 0.01; accuracy/distances = Hellinger; " +
          settings,
      "test");
  return p;
}
}  // namespace

// d = 2 sigma^2 lambda^(1/2): both local orders are known, and lie in the middle of what the bars allow.
TEST(Maps, LocalOrdersOfAPowerLaw)
{
  const MapGrid grid = grid_of([](double s, double l) { return 2 * s * s * std::sqrt(l); }, 0.01);
  for (const auto &row : orders_in_bandwidth(grid))
    for (const LocalOrder &order : row) {
      EXPECT_NEAR((order.low + order.high) / 2, 2, 1e-12);
      EXPECT_NEAR(order.high - order.low, 2 * std::log(1.01 / 0.99) / std::log(2.), 1e-12);
    }
  for (const auto &row : orders_in_ridge(grid))
    for (const LocalOrder &order : row) EXPECT_NEAR((order.low + order.high) / 2, 0.5, 1e-12);
}

// A bar that reaches 0 leaves one end open; a point that could not be computed leaves nothing.
TEST(Maps, OrdersThatBarsDoNotBound)
{
  const LocalOrder open = local_order(0.2, {0.1, 0.01}, 0.1, {0.02, 0.03});
  EXPECT_TRUE(std::isinf(open.high));
  EXPECT_NEAR(open.low, std::log(0.09 / 0.05) / std::log(2.), 1e-12);
  EXPECT_TRUE(std::isnan(local_order(0.2, {0.1, 0}, 0.1, {std::nan(""), 0}).low));
}

// Distances lambda and 2.7 sigma^2: the nearer limit changes on lambda = 2.7 sigma^2, and interpolation in
// logarithms is exact.
TEST(Maps, TheNearerLimitChangesOnAKnownCurve)
{
  const auto first = grid_of([](double, double l) { return l; }, 1e-3),
             second = grid_of([](double s, double) { return 2.7 * s * s; }, 1e-3);
  const LimitChange change = limit_change(first, second);
  EXPECT_EQ(change.verdict, "seen");
  for (const auto &c : change.crossings) {
    EXPECT_NEAR(c.ridge, 2.7 * c.bandwidth * c.bandwidth, 1e-12);
    const double where = c.along_ridge ? c.ridge : c.bandwidth;
    EXPECT_TRUE(c.low <= where && where <= c.high);
  }
  ASSERT_TRUE(change.power_law);
  EXPECT_NEAR(change.power_law->exponent, 2, 1e-9);
  EXPECT_NEAR(change.power_law->factor, 2.7, 1e-9);
  EXPECT_EQ(limit_change(first, grid_of([](double, double) { return 1.; }, 1e-3)).verdict,
            "none seen on this range");
  EXPECT_EQ(limit_change(first, grid_of([](double, double l) { return 1.001 * l; }, 1e-3)).verdict,
            "not decided");
}

// Undecided points between two that are decided hide no change: ridges first/undecided/second. Interpolation
// is between the decided ones, and so is the edge.
TEST(Maps, AChangeAcrossUndecidedPointsIsSeen)
{
  const MapGrid first{
      {0.2, 0.1}, {1, 0.1, 0.01}, {{{1, 0.01}, {3, 1}, {9, 0.01}}, {{1, 0.01}, {3, 1}, {9, 0.01}}}},
      second{{0.2, 0.1}, {1, 0.1, 0.01}, {{{9, 0.01}, {3, 1}, {1, 0.01}}, {{9, 0.01}, {3, 1}, {1, 0.01}}}};
  const LimitChange change = limit_change(first, second);
  EXPECT_EQ(change.verdict, "seen");
  ASSERT_EQ(change.crossings.size(), 2u);
  EXPECT_NEAR(change.crossings[0].ridge, 0.1, 1e-12);
  EXPECT_EQ(change.crossings[0].low, 0.01);
  EXPECT_EQ(change.crossings[0].high, 1);
}

// Both limits are nearer somewhere, at points that share no line: a change is seen, at no edge.
TEST(Maps, AChangeBetweenPointsThatShareNoLineIsSeen)
{
  const MapGrid first{{0.2, 0.1}, {1, 0.1}, {{{1, 0.1}, {3, 1}}, {{3, 1}, {9, 0.1}}}},
      second{{0.2, 0.1}, {1, 0.1}, {{{9, 0.1}, {3, 1}}, {{3, 1}, {1, 0.1}}}};
  const LimitChange change = limit_change(first, second);
  EXPECT_EQ(change.verdict, "seen");
  EXPECT_TRUE(change.crossings.empty());
}

// The laws through the edges of lambda = 2.7 sigma^2: the ends of their exponents are found by trying them.
TEST(Maps, TheExponentHasAllLawsThroughTheEdges)
{
  const LimitChange change = limit_change(grid_of([](double, double l) { return l; }, 1e-3),
                                          grid_of([](double s, double) { return 2.7 * s * s; }, 1e-3));
  ASSERT_TRUE(change.power_law);
  double reached = 0;
  for (double q = 0; q < 4; q += 0.001) {
    double least = -HUGE_VAL, most = HUGE_VAL;  // of the logarithm of the factor
    for (const auto &c : change.crossings)
      if (c.along_ridge) {
        least = std::max(least, std::log(c.low) - q * std::log(c.bandwidth));
        most = std::min(most, std::log(c.high) - q * std::log(c.bandwidth));
      }
    if (least <= most) reached = std::max(reached, std::abs(q - change.power_law->exponent));
  }
  EXPECT_NEAR(change.power_law->uncertainty, reached, 0.002);
}

// The flow itself: order 1 in the ridge towards Fisher-Rao, order 2 in the bandwidth towards the saturating
// mobility, and a second run finds all points.
TEST(Maps, OfKernelRidgeRegression)
{
  const ScratchDirectory scratch("test");
  const Parameters p = krr("map/bandwidths = 0.2, 0.1; map/ridges = 0.01, 0.003");
  const Json map = run_study(p, scratch.path(), {})["cases"][0]["map"];
  ASSERT_TRUE(map.is_object());
  const auto middle = [](const Json &order) { return (order[0].get<double>() + order[1].get<double>()) / 2; };
  EXPECT_EQ(map["limits"][0]["geometry"], "Fisher-Rao");
  EXPECT_EQ(map["limits"][1]["geometry"], "saturating-mobility Fisher-Rao");
  for (const auto &row : map["limits"][0]["orders"]["ridge"]) EXPECT_NEAR(middle(row[0]), 1, 0.1) << map;
  for (const auto &order : map["limits"][1]["orders"]["bandwidth"][0])
    EXPECT_NEAR(middle(order), 2, 0.3) << map;
  EXPECT_EQ(map["change"]["nearer"].size(), 2u);

  const std::string point = scratch.path() + "/cases/study/map-1/point-03.json";
  ASSERT_TRUE(std::filesystem::exists(point));
  const auto written = std::filesystem::last_write_time(point);
  std::filesystem::remove(scratch.path() + "/cases/study/map-0/point-01.json");  // as after a kill
  EXPECT_EQ(run_study(p, scratch.path(), {})["cases"][0]["map"].dump(), map.dump());
  EXPECT_EQ(std::filesystem::last_write_time(point), written);
}

// A point of the map that cannot be solved says so with its limit: it is none of the sweep.
TEST(Maps, PointsThatCannotBeSolvedNameTheirLimit)
{
  const ScratchDirectory scratch("test");
  const Json certificate = run_study(krr("solver/iterations = 26; map/bandwidths = 0.2, 0.1; map/ridges = "
                                         "0.01, 1e-7; map/limits = Fisher-Rao"),
                                     scratch.path(), {});
  EXPECT_FALSE(certificate["complete"].get<bool>());
  const Json &entry = certificate["cases"][0];
  EXPECT_EQ(entry["points"].size(), 3u);
  ASSERT_FALSE(entry["failed_points"].empty());
  for (const auto &point : entry["failed_points"]) EXPECT_EQ(point.value("map", ""), "Fisher-Rao") << point;
}

TEST(Maps, WhatHasNoMapIsRefused)
{
  const auto plan = [](const std::string &settings) { return plan_map(plan_cases(krr(settings)).at(0)); };
  EXPECT_FALSE(plan(""));
  for (const char *wrong : {"map/bandwidths = 0.2, 0.1", "map/bandwidths = 0.2, 0.1; map/ridges = 0.1, 0",
                            "map/bandwidths = 0.2, 0.2; map/ridges = 0.1, 0.01",
                            "map/bandwidths = 0.2, 0.1; map/ridges = 0.1, 0.01; map/limits = Nowhere",
                            "map/bandwidths = 0.2, 0.1; map/ridges = 0.1, 0.01; geometry/name = Stein "
                            "Fisher-Rao; sweep/parameter = "
                            "bandwidth; sweep/values = 0.4, 0.2, 0.1"})
    EXPECT_THROW(plan(wrong), InputError) << wrong;
}
