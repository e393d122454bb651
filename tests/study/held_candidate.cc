// SPDX-License-Identifier: LGPL-2.1-or-later
// What is said of independent particles of a known law holds for at least 95 of 100 samples.
#include <gammaflow/comparison/particles/particle_distance.h>
#include <gammaflow/measures/density_points.h>
#include <gammaflow/measures/line_transport.h>
#include <gammaflow/study/candidates/held_candidate.h>

#include <gtest/gtest.h>

#include "tests/support/spaces.h"
#include <cmath>
#include <random>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
/// How many of 200 samples of N(shift, 1), each of n particles, have the distance of their law from N(0, 1)
/// in the interval of the method's error; 20 draws of the reference each.
unsigned covered(const std::string &name, double shift, double truth, std::size_t n, unsigned draws)
{
  const auto space = make_box(1, 40, 6, false, 0, -8, 8);
  const Vector u = space->sample([](const Point &x) { return std::exp(-x[0] * x[0] / 2); });
  const auto distance = Registry<ParticleDistance>::make(name, {space, u, nullptr, n});
  const DensitySampler sampler(space, u);
  unsigned count = 0;
  for (unsigned trial = 0; trial < 200; ++trial) {
    const PointMeasure own = sampler.draw(n, 1000 + trial);
    std::vector<double> x = own.coordinates();
    for (double &value : x) value += shift;
    HeldDistance held;
    held.value = distance->to(PointMeasure(1, x)).value;
    held.bar = 0;
    std::vector<double> values;
    for (unsigned k = 0; k < draws; ++k)
      values.push_back(distance->to(sampler.draw(n, 100000 + trial * draws + k)).value);
    for (const double value : values) held.sampling_mean += value / draws;
    for (const double value : values) held.sampling_deviation += std::pow(value - held.sampling_mean, 2);
    held.sampling_deviation = std::sqrt(held.sampling_deviation / (draws - 1));
    if (held.method_low() <= truth && truth <= held.method_high()) ++count;
  }
  return count;
}
}  // namespace

// W1 and W2 of a translation are its length.
TEST(HeldCandidate, IntervalsOfTheMethodCoverTheTruth)
{
  for (const double shift : {0., 0.05, 0.5})
    for (const std::string name : {"W1", "W2"})
      EXPECT_GE(covered(name, shift, shift, 100, 20), 190u) << name << " " << shift;
}

// The twin: without the deviations of the samples, or without the samples at all, it does not cover.
TEST(HeldCandidate, WithoutTheSamplesItDoesNotCover)
{
  HeldDistance held;
  held.value = 0.52;
  held.bar = 0.001;
  EXPECT_GT(held.method_low(), 0.5);
  held.sampling_mean = 0.03;
  EXPECT_LT(held.method_low(), 0.5);
  held.bar.reset();
  EXPECT_TRUE(std::isinf(held.error()));
}
