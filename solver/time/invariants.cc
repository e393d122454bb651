#include <gammaflow/core/errors.h>
#include <gammaflow/time/invariants.h>

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

/// What errors of time integration amount to: every step is wrong by up to `tolerance` times 1 + |variable|;
/// a change of the variable by 1 changes u by u (log u) or 1 (signed fields).
struct StepErrors {
  double of_change = 0;  ///< int |change of u|
  double of_state = 0;   ///< int |u|
  double of_energy = 0;  ///< first order: <|DF|, error>; second, near equilibrium: <error, D^2F error>

  StepErrors(const Flow &flow, const Vector &u, unsigned steps, double tolerance)
  {
    const Space &space = flow.space();
    const double errors = 10 * tolerance * (steps + 1);
    Vector change = u, xi = space.zero(), second = space.zero();
    flow.energy().first_variation(u, xi);
    double first_order = 0;
    for (std::size_t i = 0; i < size(u); ++i) {
      const double value = data(u)[i];
      double &error = data(change)[i];
      error = errors * (flow.positive() ? value * (1 + std::abs(std::log(value))) : 1 + std::abs(value));
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
  const double kappa = flow.energy().gradient_coefficient();
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
    if (!(std::abs(drift) <= 1e-10 * errors.of_state))
      fail(flow, row.time, "the change of the mass since the last output", drift, "the flow conserves mass",
           1e-10 * errors.of_state);
    const double allowed = errors.of_change / errors.of_state;
    if (!(std::abs(row.mass_correction) <= allowed))
      fail(flow, row.time, "the relative drift of the mass before it was restored", row.mass_correction,
           "the flow conserves mass up to the tolerance of time integration", allowed);
  }
  if (flow.gradient_structure())
    check_energy(flow, errors, u, row.time, row.energy - row.transfer_energy, previous->energy, "output");
}

}  // namespace gammaflow
