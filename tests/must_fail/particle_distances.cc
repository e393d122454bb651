// SPDX-License-Identifier: LGPL-2.1-or-later
// Distances of particles with one mistake each; the checks that the true ones pass have to reject them.
#include <gammaflow/comparison/particles/particle_distance.h>
#include <gammaflow/measures/density_points.h>
#include <gammaflow/measures/line_transport.h>
#include <gammaflow/measures/radial_sums.h>

#include <gtest/gtest.h>

#include "tests/support/spaces.h"
#include <cmath>
#include <random>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
/// The midpoints of n equal parts against the uniform law: W2 = 1/(12^1/2 n).
const std::size_t n = 50;

PointMeasure midpoints(std::vector<double> weights = {})
{
  std::vector<double> x;
  for (std::size_t i = 0; i < n; ++i) x.push_back((double(i) + 0.5) / double(n));
  return {1, x, std::move(weights)};
}
LineDensity uniform()
{
  return {Grid1D::build(0, 1, 4, 1, 2, false), std::vector<double>(9, 1.)};
}
bool is_w2(double value)
{
  return std::abs(value - 1 / (std::sqrt(12.) * double(n))) < 1e-12;
}

/// MMD^2 of independent particles of the density itself, without the mean over pairs i = j, is 0 in the mean.
double mean_square(bool with_diagonal)
{
  const std::size_t particles = 40, draws = 400;
  std::mt19937_64 random(3);
  std::uniform_real_distribution<double> draw(0, 1);
  const auto k = [](double r) { return std::exp(-r * r / 0.02); };
  const RadialSums sums(std::make_shared<RadialProfile>(k, 0.1, 1), 1, {}, {{1}}, particles + 200);
  double mean = 0;
  for (std::size_t t = 0; t < draws; ++t) {
    Charges charges;
    for (std::size_t i = 0; i < 200; ++i) charges.coordinates.push_back((double(i) + 0.5) / 200);
    charges.charge.assign(200, 1. / 200);
    Charges own;
    for (std::size_t i = 0; i < particles; ++i) own.coordinates.push_back(draw(random));
    own.charge.assign(particles, 1. / particles);
    charges.coordinates.insert(charges.coordinates.end(), own.coordinates.begin(), own.coordinates.end());
    for (const double q : own.charge) charges.charge.push_back(-q);
    const double self = sums.of(own).value, without = (self - 1. / particles) * particles / (particles - 1.);
    mean += (sums.of(charges).value - (with_diagonal ? 0 : self - without)) / double(draws);
  }
  return mean;
}
}  // namespace

TEST(ParticleDistanceTwins, TheTrueOnePasses)
{
  EXPECT_TRUE(is_w2(line_w2(uniform(), midpoints())));
}

TEST(ParticleDistanceTwins, MissingRoot)
{
  EXPECT_FALSE(is_w2(std::pow(line_w2(uniform(), midpoints()), 2)));
}

TEST(ParticleDistanceTwins, WeightsOfTheWrongParticles)
{
  std::vector<double> weights(n, 1.), swapped;
  for (std::size_t i = 0; i < n; ++i) weights[i] += double(i) / double(n);
  swapped.assign(weights.rbegin(), weights.rend());
  // the law of density 1 + x, the particles its midpoints with the right weights
  std::vector<double> values;
  const Grid1D grid = Grid1D::build(0, 1, 4, 1, 2, false);
  for (const double x : grid.nodes) values.push_back(1 + x);
  const LineDensity density(grid, values);
  EXPECT_LT(line_w1(density, midpoints(weights)), 0.01);
  EXPECT_GT(line_w1(density, midpoints(swapped)), 0.1);
}

TEST(ParticleDistanceTwins, TheSquareWithItsDiagonalIsBiased)
{
  EXPECT_LT(std::abs(mean_square(false)), 2e-3);
  EXPECT_GT(mean_square(true), 1e-2);
}
