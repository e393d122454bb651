// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/time/evolve/adaptivity.h>
#include <gammaflow/time/evolve/invariants.h>
#include <gammaflow/time/stages/state_size.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

namespace gammaflow
{
namespace
{
[[noreturn]] void fail(const Flow &flow, double time, const std::string &quantity, double found,
                       const std::string &promise, double allowed)
{
  std::ostringstream out;
  out.precision(6);
  out << flow.energy_name() << " in " << flow.geometry_name() << ", t = " << time << ": " << quantity
      << " is " << found << "; " << promise;
  if (allowed != 0) out << " (allowed: " << allowed << ")";
  throw NumericalFailure(out.str());
}

/// What errors of time integration amount to: every step is wrong by up to `tolerance` times
/// s + |variable|, s the size of the state (1 for log u); a change of the variable by 1 changes u by u (log
/// u) or 1 (signed fields).
struct StepErrors {
  double of_change = 0;  ///< int |change of u|
  double of_state = 0;   ///< int |u|
  double of_energy = 0;  ///< first order: <|DF|, error>; second, near equilibrium: <error, D^2F error>

  StepErrors(const Flow &flow, const Vector &u, unsigned steps, double tolerance)
  {
    const Space &space = flow.space();
    const double errors = 10 * tolerance * (steps + 1), size_of_state = StateSize(flow).of(u);
    Vector change = u, xi = space.zero(), second = space.zero();
    flow.energy().first_variation(u, xi);
    double first_order = 0;
    for (std::size_t i = 0; i < size(u); ++i) {
      const double value = data(u)[i];
      double &error = data(change)[i];
      error = errors *
              (flow.positive() ? value * (1 + std::abs(std::log(value))) : size_of_state + std::abs(value));
      first_order += data(space.weights())[i] * error * std::abs(data(xi)[i]);
      of_change += data(space.weights())[i] * error;
      of_state += data(space.weights())[i] * std::abs(value);
    }
    of_change = space.sum(of_change);
    of_state = space.sum(of_state);
    flow.energy().second_variation_apply(u, change, second);
    of_energy = space.sum(first_order) + std::abs(space.inner(change, second));
  }
};

/// Of kappa/2 int |grad u|^2: differences of neighbouring values are known to eps |u|, so gradients to d with
/// kappa int d^2 = eps^2 kappa Lambda int u^2, Lambda the largest eigenvalue of the Laplacian, and the energy
/// to the product of that with the gradient, and its square; with a factor for what several steps add up to.
double round_off(const Flow &flow, const Vector &u, double energy)
{
  const double kappa = flow.energy().structure().gradient;
  if (kappa == 0) return 0;
  const double of_gradient = 16 * std::numeric_limits<double>::epsilon() *
                             std::sqrt(kappa * flow.space().laplacian().largest_eigenvalue()) *
                             flow.space().norm(u);
  return of_gradient * (std::sqrt(2 * std::abs(energy)) + of_gradient);
}

void check_energy(const Flow &flow, const StepErrors &errors, const Vector &u, double time, double energy,
                  double before, const std::string &since)
{
  double allowed = errors.of_energy + 1e-14 * std::abs(before);
  if (!(energy - before <= allowed)) allowed += round_off(flow, u, before);
  if (!(energy - before <= allowed))
    fail(flow, time, "the increase of the energy since the last " + since, energy - before,
         "a gradient flow decreases its energy", allowed);
}
}  // namespace

void check_step(const Flow &flow, const Vector &u, double time, double energy, double before,
                double tolerance)
{
  if (!(energy <= before))
    check_energy(flow, StepErrors(flow, u, 1, tolerance), u, time, energy, before, "step");
}

void check_invariants(const Flow &flow, const Vector &u, const LedgerRow &row, const LedgerRow *previous,
                      double tolerance)
{
  const auto finite = [&](const std::string &quantity, double value) {
    if (!std::isfinite(value)) fail(flow, row.time, quantity, value, "it must be finite", 0);
  };
  finite("the energy", row.energy);
  finite("the mass", row.mass);
  finite("the minimum", row.minimum);
  if (flow.gradient_structure()) {
    finite("the energy dissipated by the rate", row.primal_dissipated);
    finite("the energy dissipated by the force", row.dual_dissipated);
  }
  if (flow.positive() && !(row.minimum > 0))
    fail(flow, row.time, "the minimum of the density", row.minimum, "it must be positive", 0);
  if (!previous) return;

  const StepErrors errors(flow, u, row.steps, tolerance);
  if (flow.conserves_mass()) {
    const double drift = row.mass - previous->mass;  // a transfer restores it
    // Relative to the mass, and of fields that decay to what they were: round-off of their large values
    // stays.
    const double kept = 1e-10 * errors.of_state +
                        (flow.positive() ? 0 : 1e-11 * StateSize(flow).of(u) * flow.space().volume());
    if (!(std::abs(drift) <= kept))
      fail(flow, row.time, "the change of the mass since the last output", drift, "the flow conserves mass",
           kept);
    const double allowed = errors.of_change / errors.of_state;
    if (!(std::abs(row.mass_correction) <= allowed))
      fail(flow, row.time, "the relative drift of the mass before it was restored", row.mass_correction,
           "the flow conserves mass up to the tolerance of time integration", allowed);
  }
  if (flow.gradient_structure())
    check_energy(flow, errors, u, row.time, row.energy - row.transfer_energy, previous->energy, "output");
}

BalanceMiss largest_miss(const Flow &flow, const Trajectory &trajectory, const double tolerance)
{
  BalanceMiss worst;
  if (!trajectory.gradient_structure || trajectory.states.empty()) return worst;
  const double initial = trajectory.ledger.front().energy, scale = energy_scale(flow, initial, tolerance);
  double of_energy = 0, relative = -1;
  unsigned steps = 0;
  for (std::size_t n = 1; n < trajectory.states.size(); ++n) {
    const LedgerRow &row = trajectory.ledger[n];
    const bool moved = trajectory.space_of(n) != trajectory.space_of(n - 1);
    const auto own =
        trajectory.adapted() ? std::make_unique<const Flow>(flow_of_interval(flow, trajectory, n)) : nullptr;
    const Flow &here = own ? *own : flow;
    const Vector &before = moved ? here.initial_state() : trajectory.states[n - 1], &u = trajectory.states[n];
    of_energy += std::max(StepErrors(here, before, row.steps, tolerance).of_energy,
                          StepErrors(here, u, row.steps, tolerance).of_energy);
    steps += row.steps;
    const double integrals = scale + std::abs(row.primal_dissipated) + std::abs(row.dual_dissipated),
                 allowed = of_energy + 10 * tolerance * (steps + 1) * integrals +
                           1e-13 * std::max(std::abs(initial), std::abs(row.energy)) +
                           round_off(here, u, row.energy) * (steps + 1);
    const double ratio = std::abs(row.edb_residual) / allowed;
    if (ratio <= relative) continue;  // not a number is the worst
    relative = ratio;
    worst = {row.time, row.edb_residual, allowed};
    if (std::isnan(ratio)) break;
  }
  return worst;
}

}  // namespace gammaflow
