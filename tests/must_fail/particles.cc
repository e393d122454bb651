// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/particles/scores.h>

#include <gtest/gtest.h>

#include "tests/support/particle_checks.h"

namespace gammaflow::testing
{
namespace
{
/// The velocity of SVGD with a factor on the attraction and on the repulsion.
std::vector<double> wrong_velocity(const ParticleKernel &kernel, const PointwiseDensity &target,
                                   const PointMeasure &x, double attraction, double repulsion)
{
  const auto all = stein_velocity(kernel, x, weighted_scores(target, x));
  const auto none = stein_velocity(kernel, x, std::vector<double>(all.size(), 0.));
  std::vector<double> result(all.size());
  for (std::size_t i = 0; i < all.size(); ++i)
    result[i] = attraction * (all[i] - none[i]) + repulsion * none[i];
  return result;
}

// The naive formula rejects particles that attract one another, and sums without 1/N.
TEST(MustFail, SvgdWithAWrongSignOrFactor)
{
  const Parameters parameters = particle_parameters("SVGD", 2);
  const auto space = make_space(parameters);
  const auto kernel = make_particle_kernel(parameters, "kernel", Domain::read(parameters));
  const PointwiseDensity target(parameters, "target", *space);
  const PointMeasure x = uniform_points(2, 60, -2, 2);
  const auto naive = naive_stein_velocity(kernel->profile(), x, [](const Point &p) {
    return Point{{-p[0], -p[1], 0}};
  });
  EXPECT_LT(relative_error(wrong_velocity(*kernel, target, x, 1, 1), naive), 1e-8);
  EXPECT_GT(relative_error(wrong_velocity(*kernel, target, x, 1, -1), naive), 0.05);
  EXPECT_GT(relative_error(wrong_velocity(*kernel, target, x, 1, 0), naive), 0.02);
  EXPECT_GT(relative_error(wrong_velocity(*kernel, target, x, 60, 60), naive), 10);
}

// Moments reject draws from another density, and noise of half the variance.
TEST(MustFail, SamplesWithABias)
{
  std::vector<double> right, shifted, narrow;
  for (std::uint64_t i = 0; i < 20000; ++i) {
    const double z = CounterRandom(5, 0, i, 0).normal();
    right.push_back(z);
    shifted.push_back(z + 0.06);
    narrow.push_back(z / std::sqrt(2.));
  }
  EXPECT_LT(deviations_of_moments({1, right}, 0, 0, 1), 4);
  EXPECT_GT(deviations_of_moments({1, shifted}, 0, 0, 1), 4);
  EXPECT_GT(deviations_of_moments({1, narrow}, 0, 0, 1), 4);
  // one random number for all particles
  std::vector<double> same(20000, CounterRandom(5, 0, 0, 0).normal());
  EXPECT_GT(deviations_of_moments({1, same}, 0, 0, 1), 4);
}
}  // namespace
}  // namespace gammaflow::testing
