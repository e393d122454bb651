// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/inspection/wall_derivatives.h>
#include <gammaflow/spaces/walls.h>

#include <gtest/gtest.h>

#include "tests/support/spaces.h"
#include <cmath>

using namespace gammaflow;
using gammaflow::testing::make_box;
using gammaflow::testing::make_space_from;

// What these catch: a derivative that points inwards, along another direction, of another order, with the
// wrong surface element; an error bar that is too small.
TEST(WallDerivatives, OfAFunctionInThePlane)
{
  const auto space = make_box(2, 4, 6);
  const auto f = [](const Point &x) { return std::exp(x[0]) * std::cos(x[1]); };
  const Vector u = space->sample(f), one = space->sample([](const Point &) { return 1.; });
  double length = 0, flux = 0;
  for (const auto &at : normal_derivatives(*space, u, one, 1)) {
    length += at.weight;
    flux += at.weight * at.derivative;
    EXPECT_EQ(at.value, 1);
    EXPECT_LT(at.error, 1e-3);
  }
  EXPECT_NEAR(length, 4, 1e-12);
  EXPECT_NEAR(flux, 0, 1e-6);  // harmonic
  for (const auto &at : normal_derivatives(*space, u, one, 0)) EXPECT_NEAR(at.derivative, f(at.point), 1e-14);
}

TEST(WallDerivatives, OddOnesOfAnExponential)
{
  const auto space = make_box(1, 8, 6);
  const Vector u = space->sample([](const Point &x) { return std::exp(2 * x[0]); });
  for (const unsigned order : {1u, 3u, 5u}) {
    const auto walls = normal_derivatives(*space, u, u, order);
    ASSERT_EQ(walls.size(), 2u);
    for (const auto &at : walls) {
      const double exact = std::pow(2., order) * std::exp(2 * at.point[0]) * (at.point[0] > 0.5 ? 1 : -1);
      EXPECT_NEAR(at.derivative, exact, at.error + 1e-15 * at.gain * 10) << order;
      EXPECT_LT(at.error, 0.1 * std::abs(exact)) << order;
    }
  }
}

TEST(WallDerivatives, NoneWherePeriodic)
{
  const auto torus = make_box(2, 4, 2, true);
  EXPECT_FALSE(has_walls(*torus));
  EXPECT_TRUE(normal_derivatives(*torus, torus->zero(), torus->zero(), 1).empty());
  const auto channel =
      make_space_from("domain/dimension = 2; domain/cells = 4; domain/boundary = periodic, no-flux");
  EXPECT_TRUE(has_walls(*channel));
  double length = 0;
  for (const auto &at : normal_derivatives(*channel, channel->zero(), channel->zero(), 1))
    length += at.weight;
  EXPECT_NEAR(length, 2, 1e-12);
}

TEST(WallDerivatives, OfACurvedMesh)
{
  const auto disk = make_space_from(
      "domain/dimension = 2; domain/shape = mesh; domain/mesh generator = disk; domain/degree = 3", 2);
  const Vector u = disk->sample([](const Point &x) { return x[0] * x[0] + x[1] * x[1] + x[0]; });
  double length = 0, flux = 0;
  for (const auto &at : normal_derivatives(*disk, u, u, 1)) {
    length += at.weight;
    flux += at.weight * at.derivative;
  }
  EXPECT_NEAR(flux, 4 * disk->volume(), 1e-3 * flux);  // Gauss
  EXPECT_NEAR(length * length, 4 * 3.14159265358979 * disk->volume(), 1e-3 * length * length);
}
