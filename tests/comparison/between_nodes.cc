// SPDX-License-Identifier: LGPL-2.1-or-later
// L1 and Linf of finite-element functions: what lies between the nodes counts.
#include <gammaflow/comparison/distances/cell_extremes.h>
#include <gammaflow/spaces/make_space.h>

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <tests/comparison/closed_forms.h>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
Vector sampled(const Space &space, const std::function<double(const Point &)> &f)
{
  return space.sample(f);
}

/// The same at the nodes alone: what the distances must not be.
double by_nodes(const Space &space, const Vector &u)
{
  double sum = 0;
  for (std::size_t i = 0; i < size(u); ++i) sum += data(space.weights())[i] * std::abs(data(u)[i]);
  return sum;
}

/// The unit disc, or ball.
std::shared_ptr<const Space> unit_ball(unsigned dim, unsigned degree, unsigned refinements)
{
  Parameters p;
  p.assign_all(
      "domain/shape = mesh; domain/mesh generator = disk; domain/lower = -1; domain/upper = 1; "
      "domain/dimension = " +
          std::to_string(dim) + "; domain/degree = " + std::to_string(degree) +
          "; domain/mesh refinements = " + std::to_string(refinements),
      "test");
  return make_space(p);
}
}  // namespace

// A parabola with two zeros inside of one cell, and its vertex between two nodes: int |x^2 - a^2| on (0,1)
// and max |x (x - c)|. The nodal sum is wrong by percents (must fail).
TEST(BetweenNodes, ParabolasInOneCell)
{
  for (const unsigned degree : {2u, 3u, 5u, 8u}) {
    const auto space = make_box(1, 1, degree);
    const double a = 0.37;
    const Vector u = sampled(*space, [=](const Point &x) { return x[0] * x[0] - a * a; });
    const double exact = 1. / 3 - a * a + 4 * a * a * a / 3;
    EXPECT_NEAR(integral_of_absolute(*space, u), exact, 1e-13) << degree;
    if (degree < 8) EXPECT_GT(std::abs(by_nodes(*space, u) - exact), 1e-3) << degree;
    const Vector v = sampled(*space, [](const Point &x) { return x[0] * (x[0] - 0.9); });
    EXPECT_NEAR(maximum_of_absolute(*space, v), 0.2025, 1e-11) << degree;
    EXPECT_GT(0.2025 - space->maximum(v) - 0.1, 0);  // -v is largest between nodes, v at x = 1
  }
}

// Against brute force: random polynomials on boxes of one to three dimensions, evaluated at many points. A
// wrong order of directions, a lost cell, a wrong half of a split would show.
TEST(BetweenNodes, RandomFunctionsOnBoxes)
{
  std::mt19937 random(11);
  std::normal_distribution<double> normal;
  for (const unsigned dim : {1u, 2u, 3u})
    for (const bool periodic : {false, true}) {
      const unsigned degree = dim == 3 ? 2 : 4;
      const auto space = make_box(dim, 2, degree, periodic, 0, -1, 2);
      Vector u = space->zero();
      for (double &value : u) value = normal(random);
      // midpoint rule
      const unsigned points = dim == 1 ? 100000 : dim == 2 ? 401 : 41;
      std::size_t all = 1;
      for (unsigned d = 0; d < dim; ++d) all *= points;
      double sum = 0, largest = 0;
      for (std::size_t i = 0; i < all; ++i) {
        Point x{}, with_ends{};
        for (std::size_t d = 0, rest = i; d < dim; ++d, rest /= points) {
          x[d] = -1 + 3 * (double(rest % points) + 0.5) / points;
          with_ends[d] = -1 + 3 * double(rest % points) / (points - 1);
        }
        sum += std::abs(space->evaluate(u, x));
        largest = std::max(largest, std::abs(space->evaluate(u, with_ends)));
      }
      sum *= space->volume() / double(all);
      const double l1 = integral_of_absolute(*space, u), linf = maximum_of_absolute(*space, u);
      EXPECT_NEAR(l1 / sum, 1, dim == 3 ? 3e-3 : 1e-4) << dim << periodic;
      EXPECT_GE(linf, largest * (1 - 1e-8));
      EXPECT_LE(linf, largest * (dim == 3 ? 1.03 : 1.001));
      EXPECT_GT(std::abs(by_nodes(*space, u) / sum - 1), dim == 3 ? 3e-3 : 1e-4);
    }
}

// A plane through a disc and a ball: int |x| = 4/3 r^3 and pi/2 r^4, whatever the cells; the sum over the
// nodes is not (must fail). In 2D across curved cells, which the zero line cuts anywhere.
TEST(BetweenNodes, MappedCells)
{
  const auto disc = unit_ball(2, 4, 1);
  const Vector x = sampled(*disc, [](const Point &p) { return 0.8 * p[0] + 0.6 * p[1]; });
  EXPECT_NEAR(integral_of_absolute(*disc, x), 4. / 3, 2e-6);
  EXPECT_GT(std::abs(by_nodes(*disc, x) - 4. / 3), 1e-4);
  const auto ball = unit_ball(3, 3, 1);
  const Vector y = sampled(*ball, [](const Point &p) { return 0.6 * p[0] + 0.64 * p[1] + 0.48 * p[2]; });
  EXPECT_NEAR(integral_of_absolute(*ball, y), M_PI / 2, 3e-4);
  EXPECT_GT(std::abs(by_nodes(*ball, y) - M_PI / 2), 6e-4);
}

// A plane through the unit cube, oblique to its cells: int |L| = sum over the vertices of (-1)^(3-|v|)
// L(v)^3 |L(v)| / (24 a b c), the third primitive of |t|. Its zeros have kinks at the edges of cells alone,
// so that the pieces between them are exact. Must fail: pieces that are lost, or cut at other places.
TEST(BetweenNodes, PlanesThroughACube)
{
  for (const double c : {0.37, 0.9, 1.21})
    for (const unsigned degree : {1u, 2u}) {
      const auto plane = [c](const Point &x) { return x[0] + 0.7 * x[1] + 0.43 * x[2] - c; };
      double exact = 0;
      for (unsigned v = 0; v < 8; ++v) {
        const double value = plane({double(v & 1), double(v >> 1 & 1), double(v >> 2)});
        exact += ((v & 1) + (v >> 1 & 1) + (v >> 2)) % 2 == 1 ? std::pow(value, 3) * std::abs(value)
                                                              : -std::pow(value, 3) * std::abs(value);
      }
      exact /= 24 * 0.7 * 0.43;
      const auto space = make_box(3, 2, degree, false, 0, 0, 1);
      EXPECT_NEAR(integral_of_absolute(*space, space->sample(plane)), exact, 1e-13) << c << ' ' << degree;
    }
}

// A ball around a corner of the unit cube: int | |x|^2 - r^2 | = 1 - r^2 + 2 pi r^5/15; a quarter of a disc
// likewise, 2/3 - r^2 + pi r^4/4. What the halving leaves is said. Must fail: an error of 0.
TEST(BetweenNodes, WhatTheHalvingLeavesIsSaid)
{
  unsigned wrong = 0;
  for (const unsigned dim : {2u, 3u})
    for (const double r : {0.37, 0.5, 0.91})
      for (const unsigned degree : {2u, 3u}) {
        const auto f = [r](const Point &x) { return x[0] * x[0] + x[1] * x[1] + x[2] * x[2] - r * r; };
        const double exact = dim == 3 ? 1 - r * r + 2 * M_PI * std::pow(r, 5) / 15
                                      : 2. / 3 - r * r + M_PI * std::pow(r, 4) / 4;
        const auto space = make_box(dim, 2, degree, false, 0, 0, 1);
        double error = -1;
        const double found = integral_of_absolute(*space, space->sample(f), &error);
        EXPECT_LE(std::abs(found - exact), error + 1e-14) << dim << ' ' << r << ' ' << degree;
        EXPECT_LE(error, (dim == 3 ? 1e-3 : 1e-7) * exact) << dim << ' ' << r << ' ' << degree;
        wrong += std::abs(found - exact) > 1e-14 ? 1 : 0;
        const auto l1 = Registry<Distance>::make("L1", {space, nullptr});
        EXPECT_EQ(l1->measured(space->sample(f), space->zero()).error, error);
      }
  EXPECT_GT(wrong, 0u);
}

// (1 - e^-t) |0.05 - 0.1 exp(-((x - 0.4321)/0.15)^2)|, whose maximum and kinks lie between the nodes.
TEST(BetweenNodes, ABumpAcrossItsMean)
{
  const auto space = make_box(1, 64, 4);
  const auto f = [](double x) { return 0.05 - 0.1 * std::exp(-std::pow((x - 0.4321) / 0.15, 2)); };
  const Vector u = sampled(*space, [&](const Point &x) { return f(x[0]); });
  const double root = 0.15 * std::sqrt(std::log(2.));
  const auto integral = [](double a, double b) {  // of f
    const double c = 0.1 * 0.15 * std::sqrt(M_PI) / 2;
    return 0.05 * (b - a) - c * (std::erf((b - 0.4321) / 0.15) - std::erf((a - 0.4321) / 0.15));
  };
  const double exact =
      integral(0, 0.4321 - root) - integral(0.4321 - root, 0.4321 + root) + integral(0.4321 + root, 1);
  EXPECT_NEAR(integral_of_absolute(*space, u), exact, 1e-10);
  EXPECT_GT(std::abs(by_nodes(*space, u) - exact), 1e-7);
  EXPECT_NEAR(maximum_of_absolute(*space, u), 0.05, 1e-9);
  const Vector v = sampled(*space, [&](const Point &x) { return f(x[0]) - 0.05; });
  EXPECT_NEAR(maximum_of_absolute(*space, v), 0.1, 1e-9);
  double at_nodes = 0;
  for (const double value : v) at_nodes = std::max(at_nodes, std::abs(value));
  EXPECT_GT(0.1 - at_nodes, 1e-7);
}
