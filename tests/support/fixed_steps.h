// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/time/evolve/flow_problem.h>

#include <gtest/gtest.h>

#include "tests/support/flows.h"
#include <cmath>
#include <string>

namespace gammaflow::testing
{
/// The state at `end` with `steps` equal steps of the integrator, stage equations solved to round-off; and
/// |F(end) + int R + R* - F(0)|.
struct FixedSteps {
  Vector state;
  double balance = 0;
  unsigned iterations = 0;
};
inline FixedSteps fixed_steps(const Flow &flow, const std::string &integrator, double end, unsigned steps,
                              double solver_tolerance = 1e-12)
{
  FlowProblem problem(flow, 1e-12, solver_tolerance, 5000);
  TimeIntegrator::Options options;
  options.tolerance = 1e30;
  options.initial_step = options.largest_step = end / steps;
  EvolutionState state;
  problem.variable_of(flow.initial_state(), state.y);
  unsigned taken = 0;
  make_time_integrator(integrator, options)
      ->advance(problem.callbacks(), state, end, [&](const StepReport &) { ++taken; });
  EXPECT_EQ(taken, steps);
  FixedSteps result{flow.initial_state(), 0, problem.take_iterations()};
  problem.state_of(state.y, result.state);
  result.balance = std::abs(flow.energy().value(result.state) - problem.initial_energy() +
                            problem.dissipation_scale() * (state.integrals[0] + state.integrals[1]));
  return result;
}

}  // namespace gammaflow::testing
