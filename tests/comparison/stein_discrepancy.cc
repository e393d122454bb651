// SPDX-License-Identifier: LGPL-2.1-or-later
// Kernel Stein discrepancies: pair by pair in another way, closed forms, what their errors are worth.
#include <gammaflow/base/errors.h>
#include <gammaflow/comparison/particles/particle_distance.h>

#include <gtest/gtest.h>

#include "tests/support/radial_kernels.h"
#include <cmath>
#include <random>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
using Score = std::function<Point(const Point &)>;
/// grad log of a standard normal density.
Point normal_score(const Point &x)
{
  return {{-x[0], -x[1], -x[2]}};
}

std::unique_ptr<ParticleDistance> discrepancy_of(const std::string &name, unsigned dim, double bandwidth,
                                                 const Score &score, const std::string &kernel)
{
  const auto space = make_box(dim, dim == 1 ? 24 : 12, 4, false, 0, -7, 7);
  const auto target = std::make_shared<const Vector>(space->sample([&](const Point &x) {
    double square = 0;
    for (unsigned d = 0; d < dim; ++d) square += x[d] * x[d];
    return std::exp(-square / 2);
  }));
  ParticleDistance::Context context{space, *target, radial_kernel(kernel, bandwidth, dim), 100};
  context.score = score;
  context.target = target;
  return Registry<ParticleDistance>::make(name, context);
}
ParticleDistance::Value discrepancy(const std::string &name, unsigned dim, const PointMeasure &particles,
                                    double bandwidth, const Score &score = normal_score,
                                    const std::string &kernel = "Gaussian")
{
  return discrepancy_of(name, dim, bandwidth, score, kernel)->to(particles);
}

PointMeasure normal_sample(unsigned dim, std::size_t n, unsigned seed, double mean = 0)
{
  std::mt19937_64 random(seed);
  std::normal_distribution<double> draw(mean, 1);
  std::vector<double> x(dim * n);
  for (double &value : x) value = draw(random);
  return {dim, x};
}

/// The Gaussian's Stein kernel, of the target N(0, 1), multiplied out.
double multiplied_out(const PointMeasure &p, double h)
{
  double sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i)
    for (std::size_t j = 0; j < p.size(); ++j) {
      const Point x = p.point(i), y = p.point(j);
      double square = 0, product = 0;
      for (unsigned d = 0; d < p.dim(); ++d) {
        square += (x[d] - y[d]) * (x[d] - y[d]);
        product += x[d] * y[d];
      }
      sum += p.weight(i) * p.weight(j) / (p.mass() * p.mass()) * std::exp(-square / (2 * h * h)) *
             (product - square / (h * h) + p.dim() / (h * h) - square / std::pow(h, 4));
    }
  return sum;
}

/// How many of 200 estimates hold the square of the discrepancy of N(mean, 1), mean^2 h/(h^2 + 2)^(1/2), with
/// this part of their error.
int covered(double mean, double part)
{
  const double h = 0.8, truth = mean * mean * h / std::sqrt(h * h + 2);
  int count = 0;
  const auto ksd = discrepancy_of("KSD^2 unbiased", 1, h, normal_score, "Gaussian");
  for (unsigned seed = 0; seed < 200; ++seed) {
    const auto sample = normal_sample(1, 100, seed + 1, mean);
    const auto found = ksd->to(sample);
    count += std::abs(found.value - truth) <= part * found.error ? 1 : 0;
  }
  return count;
}
}  // namespace

// Would catch: signs, a missing dimension, weights of other particles.
TEST(SteinDiscrepancy, IsTheSumOverAllPairs)
{
  for (unsigned dim = 1; dim <= 2; ++dim) {
    auto sample = normal_sample(dim, 60, 5, 0.3);
    std::vector<double> weights(60);
    for (std::size_t i = 0; i < 60; ++i) weights[i] = 1 + double(i % 7);
    const PointMeasure weighted(dim, sample.coordinates(), weights);
    const double expected = std::sqrt(multiplied_out(weighted, 0.7));
    const auto found = discrepancy("KSD", dim, weighted, 0.7);
    EXPECT_NEAR(found.value, expected, 1e-8);
    EXPECT_LT(found.error, 1e-2 * found.value);
    // must fail: a score of the other sign, of another target
    EXPECT_GT(
        std::abs(discrepancy("KSD", dim, weighted, 0.7, [](const Point &x) { return x; }).value - expected),
        0.1);
  }
}

// For kernels whose second derivatives are by differences: the square is that of |s - s_P| in the kernel,
// mean^2 E k(X, X') of N(mean, 1).
TEST(SteinDiscrepancy, OfOtherKernelsOnTheTarget)
{
  for (const char *name : {"Matern 3/2", "Matern 5/2", "inverse multiquadric"}) {
    const auto far = discrepancy("KSD", 1, normal_sample(1, 200, 2, 1.), 1, normal_score, name);
    const auto k = radial_kernel(name, 1, 1);
    double pairs = 0;  // E k(X, X') over the same sample, with its pairs i = j
    const auto sample = normal_sample(1, 200, 2, 1.);
    for (std::size_t i = 0; i < 200; ++i)
      for (std::size_t j = 0; j < 200; ++j)
        pairs += k->profile(std::abs(sample.point(i)[0] - sample.point(j)[0])) / 40000;
    EXPECT_NEAR(far.value, std::sqrt(pairs), 0.2) << name;
    EXPECT_LT(far.error, 1e-8) << name;
    const double own = discrepancy("KSD", 1, normal_sample(1, 200, 2), 1, normal_score, name).value;
    EXPECT_LT(own, far.value / 3) << name;
  }
  EXPECT_THROW(discrepancy("KSD", 1, normal_sample(1, 10, 1), 1, normal_score, "Laplace"), InputError);
}

// Would catch: variances of only one part of Hoeffding's decomposition.
TEST(SteinDiscrepancy, ErrorsHoldTheTruth)
{
  EXPECT_GE(covered(0.5, 1), 190);
  EXPECT_GE(covered(0, 1), 190);
  EXPECT_LT(covered(0.5, 1. / 3), 190);  // must fail: a single deviation
}

// A box that cuts the target has an error that says so.
TEST(SteinDiscrepancy, WallsAreInTheError)
{
  const auto space = make_box(1, 12, 4, false, 0, 0, 7);
  const auto target = std::make_shared<const Vector>(
      space->sample([](const Point &x) { return std::exp(-x[0] * x[0] / 2); }));
  ParticleDistance::Context context{space, *target, radial_kernel("Gaussian", 1, 1), 100};
  context.score = normal_score;
  context.target = target;
  std::vector<double> x;
  for (int i = 0; i < 100; ++i) x.push_back(0.02 * i);
  EXPECT_GT(Registry<ParticleDistance>::make("KSD", context)->to({1, x}).error, 0.3);
}
