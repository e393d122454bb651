// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/evolutions/closed_forms/closed_form.h>
#include <gammaflow/time/evolve/dense_evolution.h>

#include <gtest/gtest.h>

#include "../support/flows.h"
#include <cmath>
#include <stdexcept>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
/// The flows whose state is known at every time, bounded and stiff, with a density and a field as variable.
const std::vector<std::array<std::string, 3>> flows = {
    {"inclusive-KL", "Fisher-Rao", ""},
    {"KL", "spherical Fisher-Rao", ""},
    {"L2-distance", "L2", ""},
    {"Dirichlet", "L2", "initial state/formula = cos(3.14159265358979*x) + 0.3"},
    {"KL", "Wasserstein", "target/formula = 1"}};

/// A linear interpolation between the outputs, which is what a dense output must not be.
Vector interpolated(const Trajectory &trajectory, double t)
{
  std::size_t n = 0;
  while (trajectory.times[n + 1] < t) ++n;
  const double s = (t - trajectory.times[n]) / (trajectory.times[n + 1] - trajectory.times[n]);
  Vector u = trajectory.states[n];
  u.sadd(1 - s, s, trajectory.states[n + 1]);
  return u;
}
}  // namespace

// Between the outputs, which are far apart, the error follows the tolerance as it does at the outputs; the
// must- fail twin, interpolation between outputs, is wrong by a thousand times as much.
TEST(DenseEvolution, IsAsAccurateBetweenTheOutputs)
{
  for (const auto &[energy, geometry, settings] : flows) {
    const Flow flow = make_flow(energy, geometry, settings);
    const auto form = find_closed_form(flow);
    ASSERT_TRUE(form);
    for (const double tolerance : {1e-5, 1e-8}) {
      const EvolveOptions options = options_for(0.5, tolerance, "auto", 2);
      const Trajectory trajectory = evolve(flow, options);
      const DenseEvolution dense(flow, options, trajectory);
      for (const double t : {0.07, 0.2, 0.31, 0.4999}) {
        EXPECT_LT(distance(dense.state(t), form->state(t)), 100 * tolerance)
            << energy << " " << geometry << " " << t;
        if (t < 0.49)
          EXPECT_GT(distance(interpolated(trajectory, t), form->state(t)), 100 * tolerance)
              << geometry << " " << t;
      }
      // Whatever was asked for before: a preconditioner that is left from there changes the last digits.
      EXPECT_EQ(distance(DenseEvolution(flow, options, trajectory).state(0.31), dense.state(0.31)), 0)
          << energy << " " << geometry;
      EXPECT_EQ(distance(dense.state(0.25), trajectory.states[1]), 0);
      EXPECT_EQ(distance(dense.state(0), trajectory.states[0]), 0);
      EXPECT_THROW(dense.state(0.51), std::out_of_range);
      EXPECT_THROW(dense.state(-0.1), std::out_of_range);
    }
  }
}

// u = pi + (u0 - pi) e^-t crosses a level at t = log((u0 - pi)/(level - pi)): the located time follows the
// tolerance; a level that is not reached is no event.
TEST(DenseEvolution, FirstCrossing)
{
  const Flow flow = make_flow("inclusive-KL", "Fisher-Rao");
  const std::size_t node = 5;
  const double u0 = data(flow.initial_state())[node], pi = data(flow.target())[node], time = 0.613,
               level = pi + (u0 - pi) * std::exp(-time);
  const auto value = [=](const auto &) { return [=](double, const Vector &u) { return data(u)[node]; }; };
  for (const double tolerance : {1e-4, 1e-7, 1e-10}) {
    const EvolveOptions options = options_for(1, tolerance, "auto", 2);
    const Trajectory trajectory = evolve(flow, options);
    const DenseEvolution dense(flow, options, trajectory);
    const auto found = dense.first_crossing(value, level);
    ASSERT_TRUE(found);
    EXPECT_LT(std::abs(*found - time), 100 * tolerance);
    EXPECT_FALSE(dense.first_crossing(value, pi));
    EXPECT_EQ(dense.first_crossing(value, u0), 0);
  }
}

// A functional that crosses twice between two outputs, where the outputs themselves see nothing.
TEST(DenseEvolution, FirstCrossingBetweenOutputs)
{
  const Flow flow = make_flow("inclusive-KL", "Fisher-Rao");
  EvolveOptions options = options_for(1, 1e-8, "dopri5", 1);
  options.largest_interval = 0.05;
  const Trajectory trajectory = evolve(flow, options);
  const DenseEvolution dense(flow, options, trajectory);
  const auto hump = [](const auto &) { return [](double t, const Vector &) { return std::sin(4 * t); }; };
  const auto found = dense.first_crossing(hump, 0.9);
  ASSERT_TRUE(found);
  EXPECT_NEAR(*found, std::asin(0.9) / 4, 1e-10);
}
