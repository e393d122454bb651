// SPDX-License-Identifier: LGPL-2.1-or-later
// Times of events of evolutions whose mesh follows the state.
#include <gammaflow/evolutions/flow_evolution.h>
#include <gammaflow/evolutions/observable.h>
#include <gammaflow/time/evolve/dense_evolution.h>

#include <gtest/gtest.h>

#include "tests/time/driven_front.h"
#include <cmath>
#include <iostream>
#include <string>
#include <vector>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
DenseTrajectory::FunctionalOn energy_of(const Flow &flow)
{
  return [p = flow.parameters()](const std::shared_ptr<const Space> &space) {
    return [energy = make_evolution(p, space)->energy()](double, const Vector &u) { return energy(u); };
  };
}
}  // namespace

// The front passes x + y/2 = 0.45 + t: between two outputs, and at an output where the mesh changes. Must
// fail to come: what no front reaches, and a level of the mass that it does not.
TEST(AdaptedEvents, PassagesOfAFrontAgainstItsFormula)
{
  const std::vector<double> expected = {0.22, 0.2, 0.05, 0.31 - 0.05 * std::atanh(0.5)};
  const std::string events =
      "; observables/events = u(0.52, 0.3) = 0 | u(0.5, 0.3) = 0 | u(0.4, 0.2) = 0 | u(0.6, 0.32) = 0.5 | "
      "u(0.9, 0.9) = 0 | mass = 3";
  const Flow flow = flow_of(oblique.settings() + square + "6" + following(1e-3, 3) + events);
  const Trajectory run = evolve(flow, options_for(end_of_driven, 1e-6, "auto", 8));
  for (const std::size_t k : {1u, 4u}) EXPECT_NE(run.spaces[k], run.spaces[k + 1]) << run.times[k];
  const std::vector<double> times = event_times(FlowEvolution(flow), run, 1e-6);
  ASSERT_EQ(times.size(), 6u);
  double error = 0;
  for (std::size_t k = 0; k < expected.size(); ++k) error = std::max(error, std::abs(times[k] - expected[k]));
  std::cout << "  passages of a front: off by at most " << error << "\n";
  EXPECT_LT(error, 1e-4);  // 1/500 of the time between outputs: elements interpolate the front to 2e-3
  EXPECT_TRUE(std::isnan(times[4]));
  EXPECT_TRUE(std::isnan(times[5]));
}

// The energy jumps at transfers. A level in the gap of a jump downwards is crossed at the transfer, and only
// there: looked for interval by interval, each with the sign of its own start, it would be lost. One in the
// gap of a jump upwards is crossed before the transfer and once more after it: the first time counts.
TEST(AdaptedEvents, LevelsInTheGapsOfTransfers)
{
  const Flow flow = flow_of(drift + square + "6" + following(1e-1, 3));
  const EvolveOptions options = options_for(1e-3, 1e-5, "auto", 6);
  const Trajectory run = evolve(flow, options);
  const DenseEvolution dense(flow, options, run);
  const auto energy = energy_of(flow);
  unsigned down = 0, up = 0;
  for (std::size_t n = 1; n + 1 < run.times.size(); ++n) {
    const double jump = run.ledger[n + 1].transfer_energy, time = run.times[n];
    if (std::abs(jump) < 1e-7) continue;
    const double level = run.ledger[n].energy + jump / 2;
    const auto found = dense.first_crossing(energy, level);
    ASSERT_TRUE(found) << time;
    if (jump < 0) {
      EXPECT_EQ(*found, time);
      for (std::size_t k = 1; k < run.times.size(); ++k)
        EXPECT_EQ(run.ledger[k - 1].energy + run.ledger[k].transfer_energy > level,
                  run.ledger[k].energy > level)
            << "an interval crosses it, too";
      ++down;
    } else {
      const double rate = (run.ledger[n - 1].energy - run.ledger[n].energy) / (time - run.times[n - 1]);
      EXPECT_LE(*found, time);
      EXPECT_GT(*found, time - 2 * jump / rate - 1e-5 * time);
      ++up;
    }
    // outside of the gap there is nothing special about the output
    const auto before = dense.first_crossing(energy, run.ledger[n].energy + 4 * std::abs(jump)),
               after = dense.first_crossing(energy, run.ledger[n].energy - 4 * std::abs(jump));
    ASSERT_TRUE(before && after);
    EXPECT_LT(*before, time);
    EXPECT_GT(*after, time);
  }
  EXPECT_GT(down, 0u);
  EXPECT_GT(up, 0u);
}
