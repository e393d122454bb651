// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/lines/gauss_lobatto.h>

#include <gtest/gtest.h>

#include <cmath>
#include <tests/support/spaces.h>

using namespace gammaflow;
using namespace gammaflow::testing;

// A wrong rule, or a rule one point short, misses degree 2p-1; a rule that is too good would not be the
// lumped one.
TEST(GaussLobattoRule, ExactUpToDegree2pMinus1)
{
  for (unsigned p = 1; p <= 8; ++p) {
    const GaussLobatto rule(p);
    const auto error = [&](unsigned power) {
      double sum = 0;
      for (unsigned i = 0; i <= p; ++i) sum += rule.weights()[i] * std::pow(rule.points()[i], power);
      return std::abs(sum - 1. / (power + 1));
    };
    for (unsigned power = 0; power <= 2 * p - 1; ++power)
      EXPECT_LT(error(power), 1e-15) << "degree " << p << ", power " << power;
    EXPECT_GT(error(2 * p), 1e-12) << "degree " << p;
  }
}

// Catches a duplicate node of periodic directions, wrong numbering, and weights that do not sum to the
// volume.
TEST(BoxSpace, NodesAndWeights)
{
  const auto space = make_space_from(
      "domain/dimension = 3; domain/lower = 0, -1, 2; domain/upper = 1, 1, 5;"
      "domain/cells = 2, 3, 1; domain/degree = 3; domain/boundary = no-flux, periodic, "
      "no-flux; domain/grading = 2, 1, 1");
  const TensorGrid &grid = *space->tensor_grid();
  EXPECT_EQ(grid.direction[0].size(), 7u);
  EXPECT_EQ(grid.direction[1].size(), 9u);
  EXPECT_EQ(grid.direction[2].size(), 4u);
  EXPECT_EQ(space->n_nodes(), 7u * 9 * 4);
  EXPECT_NEAR(space->volume(), 6, 1e-14);
  EXPECT_NEAR(space->integrate(space->sample([](const Point &) { return 1.; })), 6, 1e-13);
  const Point &node = space->nodes()[3 + 7 * (3 + 9 * 1)];
  EXPECT_NEAR(node[0], 1. / 3, 1e-15);  // cells of length 1/3 and 2/3
  EXPECT_NEAR(node[1], -1 + 2. / 3, 1e-15);
  EXPECT_NEAR(node[2], grid.direction[2].nodes[1], 1e-15);
  // x^5 y^5 z^5 has the rule's degree in each direction, exactly, but only where the function is not periodic
  const Vector f = space->sample([](const Point &x) { return std::pow(x[0], 5) * std::pow(x[2], 5); });
  EXPECT_NEAR(space->integrate(f), 1. / 6 * 2 * (std::pow(5, 6) - std::pow(2, 6)) / 6, 1e-9);
}

// Constants are kept and cosine modes damped: a wrong sign, mass or eigenvector shows at once.
TEST(BoxSpace, HeatSemigroupOnCosines)
{
  for (unsigned dim = 1; dim <= 3; ++dim) {
    const auto space = make_box(dim, 4, 6);
    const double pi = std::acos(-1.);
    const Vector f = space->sample([&](const Point &x) { return 1 + std::cos(pi * x[0]); });
    Vector y = space->zero();
    space->laplacian().prepare(SpectralFunction::heat(0.1))->apply(f, y);
    for (std::size_t i = 0; i < space->n_nodes(); ++i)
      EXPECT_NEAR(data(y)[i], 1 + std::exp(-0.1 * pi * pi) * std::cos(pi * space->nodes()[i][0]), 1e-8);
  }
}
