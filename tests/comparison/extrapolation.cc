// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/extrapolation.h>

#include <gtest/gtest.h>

#include <cmath>

using namespace gammaflow;
using Eigen::VectorXd;

namespace
{
double euclidean(const VectorXd &a, const VectorXd &b)
{
  return (a - b).norm();
}

/// u_0 + a e^q + b e^(q+1) in three dimensions, of which `limit` is claimed to be the limit.
StateSweep sweep_of(const VectorXd &limit, double q = 1, double bar = 1e-6, double second = 1)
{
  std::vector<double> parameters, bars;
  std::vector<VectorXd> states;
  for (int k = 0; k < 5; ++k) {
    const double e = 0.2 / (1 << k);
    parameters.push_back(e);
    bars.push_back(bar);
    states.push_back(VectorXd(Eigen::Vector3d(1 + std::pow(e, q), 2, 3 + second * std::pow(e, q + 1))));
  }
  return sweep_of_vectors(parameters, states, bars, limit, bar, euclidean);
}
}  // namespace

// 2 u(e) - u(2 e), and (8 u(e) - 6 u(2 e) + u(4 e))/3.
TEST(Extrapolation, RichardsonWeights)
{
  const auto one = extrapolation_weights({2, 1}, {1});
  EXPECT_NEAR(one[0], -1, 1e-12);
  EXPECT_NEAR(one[1], 2, 1e-12);
  const auto two = extrapolation_weights({0.4, 0.2, 0.1}, {1, 2});
  EXPECT_NEAR(two[0], 1. / 3, 1e-12);
  EXPECT_NEAR(two[1], -2, 1e-12);
  EXPECT_NEAR(two[2], 8. / 3, 1e-12);
  EXPECT_THROW(extrapolation_weights({2, 1}, {1, 2}), std::logic_error);
}

// The true limit is at distance 0, within the bar; one that is off orthogonally to all differences is seen,
// although the distances hardly show it.
TEST(Extrapolation, SeesOrthogonalLimits)
{
  for (const double q : {0.5, 1.0, 2.0}) {
    const double smallest = std::pow(0.0125, q);
    const auto right = extrapolate(sweep_of(Eigen::Vector3d(1, 2, 3), q, 1e-3 * smallest), q);
    ASSERT_TRUE(right.valid);
    EXPECT_LE(right.estimate, right.uncertainty());
    EXPECT_LE(right.uncertainty(), 0.2 * smallest);
    EXPECT_TRUE(right.contracts);
    EXPECT_NEAR(right.observed_exponents.back(), q, 0.05);
    const auto hidden =
        extrapolate(sweep_of(Eigen::Vector3d(1, 2 + 0.2 * smallest, 3), q, 1e-3 * smallest), q);
    EXPECT_NEAR(hidden.estimate, 0.2 * smallest, hidden.uncertainty());
    EXPECT_GT(hidden.estimate, 2 * hidden.uncertainty());
  }
}

// A wrong exponent is found by the observed one: the bar grows, and the states do not "contract" as
// predicted.
TEST(Extrapolation, WrongExponent)
{
  const auto wrong = extrapolate(sweep_of(Eigen::Vector3d(1, 2, 3), 0.5), 1);
  ASSERT_TRUE(wrong.valid);
  EXPECT_GE(wrong.uncertainty(), 0.9 * wrong.estimate);
  EXPECT_GE(wrong.uncertainty(), 0.2 * std::sqrt(0.0125));
  EXPECT_FALSE(wrong.contracts);
}

// The bars of all points are carried by the absolute values of the weights, with that of the limit.
TEST(Extrapolation, BarsAreCarried)
{
  const auto e = extrapolate(sweep_of(Eigen::Vector3d(1, 2, 3), 1, 1e-3), 1);
  double sum = 1e-3;
  for (const double w : e.chosen.weights) sum += std::abs(w) * 1e-3;
  EXPECT_NEAR(e.from_bars, sum, 1e-12);
}

TEST(Extrapolation, ScalarsAtManyTimes)
{
  std::vector<double> parameters, bars;
  std::vector<VectorXd> values;
  for (int k = 0; k < 5; ++k) {
    const double e = 0.2 / (1 << k);
    parameters.push_back(e);
    bars.push_back(1e-8);
    values.push_back(VectorXd(Eigen::Vector2d(1 + e, 2 - e * e)));
  }
  const auto s = extrapolate(sweep_of_scalars(parameters, values, bars, Eigen::Vector2d(1, 2), 1e-8), 1);
  EXPECT_LE(s.estimate, s.uncertainty());
  EXPECT_LE(s.uncertainty(), 1e-3);
}

TEST(Extrapolation, NotANumberAndTooFewPoints)
{
  const Eigen::Vector3d limit(1, 2, 3);
  auto sweep = sweep_of(limit);
  sweep.bar[1] = std::nan("");
  EXPECT_TRUE(extrapolate(sweep, 1).failed);
  sweep = sweep_of(limit);
  sweep.limit_bar = std::nan("");
  EXPECT_TRUE(extrapolate(sweep, 1).failed);
  sweep = sweep_of(Eigen::Vector3d(std::nan(""), 2, 3));
  EXPECT_TRUE(extrapolate(sweep, 1).failed);
  std::vector<VectorXd> states(4, VectorXd(limit));
  states[2][0] = std::nan("");
  EXPECT_TRUE(
      extrapolate(sweep_of_vectors({0.4, 0.2, 0.1, 0.05}, states, {0, 0, 0, 0}, limit, 0, euclidean), 1)
          .failed);
  const auto few = extrapolate(sweep_of_vectors({0.4, 0.2}, {limit, limit}, {0, 0}, limit, 0, euclidean), 1);
  EXPECT_FALSE(few.valid || few.failed);
  EXPECT_FALSE(few.note.empty());
}
