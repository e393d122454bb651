// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>
#include <gammaflow/flow/trajectory.h>

namespace gammaflow
{
/// Checks the invariants of the flow at a state u, with its row of the ledger:
///   all numbers finite; densities positive; where the flow conserves mass, |change of mass| <= 1e-10 int |u|
///   (for fields plus round-off of their size), and the drift that was corrected within the errors that the
///   tolerance allows; the energy of a gradient flow does not increase by more than such errors.
/// NumericalFailure names time, quantity, size and what is allowed. `previous` is the row before, null for
/// the first.
void check_invariants(const Flow &flow, const Vector &u, const LedgerRow &row, const LedgerRow *previous,
                      double tolerance);

/// For a step of a flow with gradient structure, from the energy `before` to `energy`: NumericalFailure where
/// it increases by more than errors within the tolerance can explain.
void check_step(const Flow &flow, const Vector &u, double time, double energy, double before,
                double tolerance);

/// The balance F(u(t)) + int (R + R*) = F(u(0)) at the output time at which it is missed by most of what the
/// tolerance allows: ten tolerances in each step, of the energy that can be lost and of the dissipated
/// energies, and their effect on the energy through the state. Zero for flows without a balance.
struct BalanceMiss {
  double time = 0, residual = 0, allowed = 0;
  bool kept() const { return residual <= allowed && residual >= -allowed; }
};
BalanceMiss largest_miss(const Flow &flow, const Trajectory &trajectory, double tolerance);

}  // namespace gammaflow
