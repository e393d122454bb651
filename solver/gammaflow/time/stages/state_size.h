// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>

namespace gammaflow
{
/// What errors of the variable of time integration are relative to, beside its own value: 1 for densities,
/// whose variable is log u; for signed fields the largest value that the state has had at the start or has
/// now, so that a field times a number takes the same steps. It is a function of the flow and of the state
/// alone: a run that goes on from a file knows it.
class StateSize
{
 public:
  explicit StateSize(const Flow &flow);
  double of(const Vector &u) const;

 private:
  const Space &space_;
  const bool positive_;
  /// Of the initial state, of what it heads for, and of given boundary values; where all of them are zero,
  /// what sources amount to until the end; 1 where there is nothing at all.
  double initial_ = 1;
};

/// Largest |u_i| over all processes.
double largest_magnitude(const Space &space, const Vector &u);

/// What errors of dissipated energies are relative to: the energy that a flow may lose, which no constant in
/// the energy changes. Where the energy is a distance to a target, that is F(u(0)); elsewhere the first order
/// int |DF - mean| |u - mean| (without the means where the mass may change, the second one only for signed
/// fields), which bounds F(u(0)) - F(mean) for convex energies. Never less than what deviations of the size
/// of the tolerance amount to, since energies are quadratic near equilibrium.
double energy_scale(const Flow &flow, double initial_energy, double tolerance);

}  // namespace gammaflow
