// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/threads.h>
#include <gammaflow/particles/kernel_sums.h>

#include <gtest/gtest.h>

#include "tests/support/particle_checks.h"
#include "tests/support/radial_kernels.h"

namespace gammaflow::testing
{
namespace
{
std::shared_ptr<const RadialKernel> profile_of(const std::string &name, unsigned dim, double bandwidth = 0.4)
{
  return radial_kernel(name, bandwidth, dim);
}

const std::vector<std::string> &free_space_names()
{
  static const std::vector<std::string> names = {
      "Gaussian",    "Laplace",     "Matern 3/2",          "Matern 5/2",
      "Wendland C2", "Wendland C4", "inverse multiquadric"};
  return names;
}

/// The sums term by term, of the scalar functions of the kernel.
KernelSums naive_sums(const RadialKernel &kernel, const PointsView &targets, const Sources &sources)
{
  KernelSums sums;
  const PointsView &y = sources.points;
  sums.columns.assign(sources.columns.size(), std::vector<double>(targets.size, 0.));
  sums.repulsion.assign(targets.dim * targets.size, 0.);
  for (std::size_t i = 0; i < targets.size; ++i)
    for (std::size_t j = 0; j < y.size; ++j) {
      double square = 0;
      for (unsigned d = 0; d < targets.dim; ++d)
        square += std::pow(targets.coordinate(d)[i] - y.coordinate(d)[j], 2);
      const double r = std::sqrt(square);
      for (std::size_t c = 0; c < sources.columns.size(); ++c)
        sums.columns[c][i] += kernel.profile(r) * sources.columns[c][j];
      for (unsigned d = 0; d < targets.dim && r > 0; ++d)
        sums.repulsion[d * targets.size + i] +=
            kernel.slope(r) * sources.repelling[j] * (targets.coordinate(d)[i] - y.coordinate(d)[j]);
    }
  return sums;
}

double difference(const KernelSums &a, const KernelSums &b)
{
  double worst = relative_error(a.repulsion, b.repulsion);
  for (std::size_t c = 0; c < b.columns.size(); ++c)
    worst = std::max(worst, relative_error(a.columns[c], b.columns[c]));
  return worst;
}

Sources of(const PointMeasure &y, const std::vector<double> &a, unsigned columns)
{
  Sources sources{y, {}, false, y.weights().data()};
  for (unsigned c = 0; c < columns; ++c) sources.columns.push_back(a.data() + c * y.size());
  return sources;
}

// Catches wrong blocks, a lost or doubled pair, a wrong sign of the repulsion, arrays that differ from the
// scalar functions: sizes that are no multiples of blocks, targets that are sources and others.
TEST(KernelSums, OverPairsAreThoseTermByTerm)
{
  for (unsigned dim = 1; dim <= 3; ++dim)
    for (const auto &name : free_space_names()) {
      const auto kernel = profile_of(name, dim);
      for (const std::size_t n : {1, 2, 127, 300, 513}) {
        const PointMeasure x = uniform_points(dim, n, -1, 1, 1, false), y = uniform_points(dim, 70, -1, 1, 2);
        const auto a = uniform_points(dim, n, -1, 1, 3).coordinates();
        if (n > 1)
          EXPECT_LT(difference(pair_sums(*kernel, x, of(x, a, dim)), naive_sums(*kernel, x, of(x, a, dim))),
                    1e-13)
              << name << ", " << dim << "D, " << n;
        EXPECT_LT(difference(pair_sums(*kernel, y, of(x, a, dim)), naive_sums(*kernel, y, of(x, a, dim))),
                  1e-13)
            << name << ", " << dim << "D, " << n << " sources";
      }
    }
}

// Catches a wrong recursion of the moments, a source at a target that is counted twice or not at all.
TEST(KernelSums, OnALineAreThoseOverPairs)
{
  for (const std::string name : {"Laplace", "Matern 3/2", "Matern 5/2"}) {
    const auto kernel = profile_of(name, 1);
    const PointMeasure once = uniform_points(1, 400, -3, 5, 1, false);
    auto twice = once.coordinates();
    twice[7] = twice[300] = twice[12];  // three at one place
    const PointMeasure x(1, twice, once.weights());
    const PointMeasure y = uniform_points(1, 33, -4, 6, 2);
    const auto a = uniform_points(1, 400, -1, 1, 3).coordinates();
    for (const PointMeasure *targets : {&x, &y})
      EXPECT_LT(difference(line_sums(kernel->exponential(), *targets, of(x, a, 1)),
                           pair_sums(*kernel, *targets, of(x, a, 1))),
                1e-12)
          << name;
  }
}

// Catches sums whose order depends on threads.
TEST(KernelSums, HaveTheSameBitsForAnyNumberOfThreads)
{
  const auto kernel = profile_of("Gaussian", 2);
  const PointMeasure x = uniform_points(2, 1500, -1, 1), y = uniform_points(2, 200, -1, 1, 2);
  const auto a = uniform_points(2, 1500, -1, 1, 3).coordinates();
  const unsigned before = number_of_threads();
  for (const PointMeasure *targets : {&x, &y}) {
    set_threads(1);
    const KernelSums one = pair_sums(*kernel, *targets, of(x, a, 2));
    set_threads(2);
    const KernelSums two = pair_sums(*kernel, *targets, of(x, a, 2));
    set_threads(before);
    EXPECT_EQ(one.columns, two.columns);
    EXPECT_EQ(one.repulsion, two.repulsion);
  }
}

// exp(-sigma^2 L/2) of the domain's Laplacian as a sum over images: constants are kept, a cosine that fits
// the walls is damped by its symbol, and the normal component of a field (a sine) likewise. Catches a wrong
// reflection, period, sign or cutoff.
TEST(KernelSums, WithImagesHaveTheSymbolOfTheDomain)
{
  for (const bool periodic : {false, true})
    for (const std::string settings : {"kernel/name = intrinsic Gaussian; kernel/bandwidth = 0.15",
                                       "kernel/name = intrinsic Matern; kernel/bandwidth = 0.08; "
                                       "kernel/smoothness = 2"}) {
      Parameters parameters = box_parameters(1, 8, 2, periodic, -0.5, 1.5);
      parameters.assign_all(settings, "test");
      const auto kernel = make_particle_kernel(parameters, "kernel", Domain::read(parameters));
      EXPECT_EQ(kernel->at_walls(), !periodic);
      // midpoint rule: no more than round-off for the even extension of smooth functions
      const std::size_t n = 4000;
      std::vector<double> y(n), cosine(n), sine(n), one(n, 2. / n);
      const double w = periodic ? 2 * M_PI : 1.5 * M_PI;
      for (std::size_t j = 0; j < n; ++j) {
        y[j] = -0.5 + 2 * (double(j) + 0.5) / double(n);
        cosine[j] = std::cos(w * (y[j] + 0.5)) * 2. / n;
        sine[j] = std::sin(w * (y[j] + 0.5)) * 2. / n;
      }
      const std::vector<double> x = {-0.5, -0.3, 0.1, 1.2, 1.5};
      const PointsView targets(1, x.size(), x.data()), points(1, n, y.data());
      const KernelSums scalar = kernel_sums(*kernel, targets, {points, {one.data(), cosine.data()}});
      const KernelSums vector = kernel_sums(*kernel, targets, {points, {sine.data()}, true});
      const double symbol = settings.find("Gauss") != std::string::npos
                                ? std::exp(-0.5 * 0.15 * 0.15 * w * w)
                                : std::pow(1 + 0.08 * 0.08 * w * w, -2);
      for (std::size_t i = 0; i < x.size(); ++i) {
        const std::string what = settings + " at " + text(x[i]);
        EXPECT_NEAR(scalar.columns[0][i], 1, 2e-7) << what;
        EXPECT_NEAR(scalar.columns[1][i], symbol * std::cos(w * (x[i] + 0.5)), 2e-7) << what;
        EXPECT_NEAR(vector.columns[0][i], symbol * std::sin(w * (x[i] + 0.5)), 2e-7) << what;
      }
    }
}

// Catches a normal velocity at a wall, where particles would leave.
TEST(KernelSums, WithImagesPushNothingThroughWalls)
{
  Parameters parameters = box_parameters(2, 4, 2, false, 0, 1);
  parameters.assign_all("kernel/name = intrinsic Gaussian; kernel/bandwidth = 0.3", "test");
  const auto kernel = make_particle_kernel(parameters, "kernel", Domain::read(parameters));
  const PointMeasure y = uniform_points(2, 40, 0, 1);
  const auto a = uniform_points(2, 40, -1, 1, 3).coordinates();
  const std::vector<double> at = {0, 1, 0.3, 0.4, 0.6, 1};  // x of three points, then y
  Sources sources = of(y, a, 2);
  sources.vector_columns = true;
  const KernelSums sums = kernel_sums(*kernel, {2, 3, at.data()}, sources);
  for (const std::size_t i : {0, 1}) {
    EXPECT_NEAR(sums.columns[0][i], 0, 1e-12);
    EXPECT_NEAR(sums.repulsion[i], 0, 1e-12);
    EXPECT_GT(std::abs(sums.columns[1][i]), 1e-3);  // tangential
  }
  EXPECT_NEAR(sums.columns[1][2], 0, 1e-12);
  EXPECT_NEAR(sums.repulsion[3 + 2], 0, 1e-12);
}
}  // namespace
}  // namespace gammaflow::testing
