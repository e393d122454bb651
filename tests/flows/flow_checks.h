// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/evolutions/closed_forms/closed_form.h>
#include <gammaflow/spaces/make_space.h>

#include <gtest/gtest.h>

#include "tests/support/fixed_steps.h"
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

namespace gammaflow::testing
{
/// Parameters from assignments alone.
inline Parameters parameters_of(const std::string &assignments)
{
  Parameters parameters;
  parameters.assign_all(assignments, "test");
  return parameters;
}

inline Flow flow_of(const std::string &assignments, unsigned level = 0)
{
  const Parameters parameters = parameters_of(assignments);
  return Flow::build(parameters, make_space(parameters, level));
}

/// int |a - b| dx
inline double l1(const Space &space, const Vector &a, const Vector &b)
{
  double sum = 0;
  for (std::size_t i = 0; i < size(a); ++i)
    sum += data(space.weights())[i] * std::abs(data(a)[i] - data(b)[i]);
  return sum;
}

/// What a trajectory promises: mass to 1e-12, energy that decreases from output to output, positivity, and
/// the balance of energy and dissipation within `balance` of the energy at the start.
inline ::testing::AssertionResult keeps_promises(const Flow &flow, const Trajectory &trajectory,
                                                 double balance)
{
  const auto &ledger = trajectory.ledger;
  double scale = 0;
  for (std::size_t i = 0; i < size(flow.initial_state()); ++i)
    scale += data(flow.space().weights())[i] * std::abs(data(flow.initial_state())[i]);
  for (std::size_t k = 0; k < ledger.size(); ++k) {
    const std::string at = " at t = " + text(ledger[k].time);
    if (flow.conserves_mass() && !(std::abs(ledger[k].mass - ledger[0].mass) <= 1e-12 * scale))
      return ::testing::AssertionFailure() << "mass drifts by " << ledger[k].mass - ledger[0].mass << at;
    if (flow.positive() && !(ledger[k].minimum > 0))
      return ::testing::AssertionFailure() << "minimum " << ledger[k].minimum << at;
    if (k > 0 && !(ledger[k].energy < ledger[k - 1].energy))
      return ::testing::AssertionFailure()
             << "energy increases by " << ledger[k].energy - ledger[k - 1].energy << at;
    if (!(std::abs(ledger[k].edb_residual) <= balance * std::max(1e-3, std::abs(ledger[0].energy))))
      return ::testing::AssertionFailure()
             << "balance of energy and dissipation open by " << ledger[k].edb_residual << at;
  }
  return ::testing::AssertionSuccess();
}

/// The largest L1 error against the closed form over the outputs, relative to int |u0|.
inline double closed_form_error(const Flow &flow, const Trajectory &trajectory)
{
  const auto form = find_closed_form(flow);
  if (!form) return std::nan("");
  Vector zero = flow.space().zero();
  const double scale = l1(flow.space(), flow.initial_state(), zero);
  double worst = 0;
  for (std::size_t k = 0; k < trajectory.times.size(); ++k)
    worst = std::max(worst, l1(flow.space(), trajectory.states[k], form->state(trajectory.times[k])) / scale);
  return worst;
}

const std::string ornstein_uhlenbeck =
    "energy/name = KL; geometry/name = Wasserstein; domain/lower = -7; domain/upper = 7; domain/cells = 40; "
    "domain/degree = 4; target/kind = Gaussian; target/mean = 0; target/deviation = 1; initial state/kind = "
    "Gaussian; initial state/mean = 1; initial state/deviation = 0.8; ";

}  // namespace gammaflow::testing
