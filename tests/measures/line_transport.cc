// SPDX-License-Identifier: LGPL-2.1-or-later
// Distances on a line against closed forms, brute force, and each other.
#include <gammaflow/measures/cellwise_density.h>
#include <gammaflow/measures/line_transport.h>

#include <boost/math/special_functions/erf.hpp>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

using namespace gammaflow;

namespace
{
Grid1D interval(double lower, double upper, std::size_t cells, unsigned degree)
{
  return Grid1D::build(lower, upper, cells, 1, degree, false);
}

template <class Function>
LineDensity density(const Grid1D &grid, const Function &f)
{
  std::vector<double> values;
  for (const double x : grid.nodes) values.push_back(f(x));
  return {grid, values};
}

LineDensity uniform(double lower, double upper)
{
  return density(interval(lower, upper, 3, 2), [](double) { return 7.; });
}

LineDensity normal()
{
  return density(interval(-10, 10, 80, 8), [](double x) { return std::exp(-x * x / 2); });
}

std::vector<double> samples(std::size_t n, unsigned seed)
{
  std::mt19937_64 random(seed);
  std::normal_distribution<double> draw;
  std::vector<double> x(n);
  for (double &value : x) value = draw(random);
  return x;
}
}  // namespace

TEST(LineDensity, HasTheDistributionOfTheNormalLaw)
{
  const LineDensity f = normal();
  for (const double x : {-3., -1., 0., 0.3, 2.5}) {
    EXPECT_NEAR(f.cdf(x), std::erfc(-x / std::sqrt(2.)) / 2, 1e-12);
    EXPECT_NEAR(f.quantile(f.cdf(x)), x, 1e-11);
  }
  for (const double level : {1e-6, 0.01, 0.5, 0.9, 1 - 1e-6})
    EXPECT_NEAR(f.quantile(level), -std::sqrt(2.) * boost::math::erfc_inv(2 * level), 1e-7);
  EXPECT_EQ(f.quantile(0), -10);
  EXPECT_EQ(f.quantile(1), 10);
}

// The midpoints of n equal parts of [0, 1]: W1 = 1/(4n), W2 = 1/(n sqrt 12), energy distance^2 = 1/(6 n^2).
TEST(LineTransport, MidpointsOfTheUniformLaw)
{
  const LineDensity f = uniform(0, 1);
  for (const std::size_t n : {1u, 2u, 7u, 100u}) {
    std::vector<double> x;
    for (std::size_t i = 0; i < n; ++i) x.push_back((double(i) + 0.5) / double(n));
    const PointMeasure points(1, x);
    EXPECT_NEAR(line_w1(f, points), 0.25 / double(n), 1e-14);
    EXPECT_NEAR(line_w2(f, points), 1 / (std::sqrt(12.) * double(n)), 1e-14);
    EXPECT_NEAR(line_energy_distance(f, points), 1 / (std::sqrt(6.) * double(n)), 1e-14);
  }
}

// One particle at y: W1 = E|X - y|, W2^2 = E (X - y)^2, energy distance^2 = 2 E|X - y| - E|X - X'|.
TEST(LineTransport, OneParticleAgainstTheNormalLaw)
{
  const LineDensity f = normal();
  for (const double y : {-1.5, 0., 0.7, 12.}) {
    const PointMeasure point(1, {y});
    const double mean = std::sqrt(2 / M_PI) * std::exp(-y * y / 2) + y * std::erf(y / std::sqrt(2.));
    EXPECT_NEAR(line_w1(f, point), mean, 1e-10);
    EXPECT_NEAR(line_w2(f, point), std::sqrt(1 + y * y), 1e-10);
    EXPECT_NEAR(std::pow(line_energy_distance(f, point), 2), 2 * mean - 2 / std::sqrt(M_PI), 1e-10);
  }
}

// A density is the limit of its quantiles, and particles outside of its interval count in full.
TEST(LineTransport, DensityAgreesWithManyQuantiles)
{
  const LineDensity f = normal();
  std::vector<double> quantiles;
  const std::size_t n = 200000;
  for (std::size_t i = 0; i < n; ++i) quantiles.push_back(f.quantile((double(i) + 0.5) / double(n)));
  const PointMeasure dense(1, quantiles), points(1, {-11, -0.4, 0.2, 0.25, 3, 10.5}, {1, 2, 3, 1, 0, 0.5});
  EXPECT_NEAR(line_w1(f, points), line_w1(dense, points), 1e-5);
  EXPECT_NEAR(line_w2(f, points), line_w2(dense, points), 1e-4);
  EXPECT_NEAR(line_energy_distance(f, points), line_energy_distance(dense, points), 1e-5);
}

TEST(LineTransport, TranslationCostsItsLength)
{
  std::vector<double> x = samples(1000, 1), y = x;
  for (double &value : y) value += 0.3;
  std::shuffle(y.begin(), y.end(), std::mt19937_64(5));
  EXPECT_NEAR(line_w1(PointMeasure(1, x), PointMeasure(1, y)), 0.3, 1e-13);
  EXPECT_NEAR(line_w2(PointMeasure(1, x), PointMeasure(1, y)), 0.3, 1e-13);
}

// The double sum 2 E|X-Y| - E|X-X'| - E|Y-Y'| with weights, and a weight as a particle that is there so
// often.
TEST(LineTransport, EnergyDistanceIsTheDoubleSumAndWeightsAreMultiplicities)
{
  const std::vector<double> x = samples(40, 2), y = samples(30, 3);
  std::vector<double> w(30);
  for (std::size_t i = 0; i < 30; ++i) w[i] = double(1 + i % 3);
  const PointMeasure a(1, x), b(1, y, w);
  const auto mean = [](const PointMeasure &p, const PointMeasure &q) {
    double sum = 0;
    for (std::size_t i = 0; i < p.size(); ++i)
      for (std::size_t j = 0; j < q.size(); ++j)
        sum += p.weight(i) * q.weight(j) * std::abs(p.coordinates()[i] - q.coordinates()[j]);
    return sum / p.mass() / q.mass();
  };
  EXPECT_NEAR(std::pow(line_energy_distance(a, b), 2), 2 * mean(a, b) - mean(a, a) - mean(b, b), 1e-13);
  std::vector<double> repeated;
  for (std::size_t i = 0; i < 30; ++i) repeated.insert(repeated.end(), std::size_t(w[i]), y[i]);
  const PointMeasure c(1, repeated);
  EXPECT_NEAR(line_w1(a, b), line_w1(a, c), 1e-14);
  EXPECT_NEAR(line_w2(a, b), line_w2(a, c), 1e-14);
  EXPECT_NEAR(line_energy_distance(b, c), 0, 1e-8);
}

// Would catch: directions that are mixed up, weights that stay behind when points are sorted.
TEST(SortedPoints, OfAProjection)
{
  const PointMeasure points(2, {3, -1, 2, 0.5, 4, 1}, {1, 2, 3});
  const SortedPoints sorted(points, {{0.6, 0.8}});
  const std::vector<double> x = {-0.6 + 3.2, 1.8 + 0.4, 1.2 + 0.8}, weights = {2, 1, 3};
  EXPECT_DOUBLE_EQ(sorted.x[0], x[2]);
  EXPECT_DOUBLE_EQ(sorted.x[1], x[1]);
  EXPECT_DOUBLE_EQ(sorted.x[2], x[0]);
  EXPECT_DOUBLE_EQ(sorted.cumulative[0], 0.5);
  EXPECT_DOUBLE_EQ(sorted.cumulative[1], 4. / 6);
  const SortedPoints same(projection(points, {{0.6, 0.8}}));
  EXPECT_EQ(sorted.cumulative, same.cumulative);
}
