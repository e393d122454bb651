#include <gammaflow/core/errors.h>
#include <gammaflow/time/invariants.h>

#include <cmath>
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
}  // namespace

void check_invariants(const Flow &flow, const Vector &u, const LedgerRow &row, const LedgerRow *previous,
                      double tolerance)
{
  const Space &space = flow.space();
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

  // Every step is wrong by up to `tolerance` times 1 + |variable|; a change of the variable by 1 changes u by
  // u (log u) or 1 (signed fields). First order of the energy: <|DF|, error>; second, near equilibrium:
  // <error, D^2F error>.
  const double errors = 10 * tolerance * (row.steps + 1);
  Vector change = u, xi = space.zero(), second = space.zero();
  flow.energy().first_variation(u, xi);
  double first_order = 0, size_of_change = 0, size_of_state = 0;
  for (std::size_t i = 0; i < size(u); ++i) {
    const double value = data(u)[i];
    double &error = data(change)[i];
    error = flow.positive() ? value * (1 + std::abs(std::log(value))) : 1 + std::abs(value);
    first_order += data(space.weights())[i] * error * std::abs(data(xi)[i]);
    size_of_change += data(space.weights())[i] * error;
    size_of_state += data(space.weights())[i] * std::abs(value);
  }
  first_order = space.sum(first_order);
  size_of_change = space.sum(size_of_change);
  size_of_state = space.sum(size_of_state);
  flow.energy().second_variation_apply(u, change, second);

  if (flow.conserves_mass()) {
    const double drift = row.mass - previous->mass;  // a transfer restores it
    if (!(std::abs(drift) <= 1e-10 * size_of_state))
      fail(flow, row.time, "the change of the mass since the last output", drift, "the flow conserves mass",
           1e-10 * size_of_state);
    const double allowed = errors * size_of_change / size_of_state;
    if (!(std::abs(row.mass_correction) <= allowed))
      fail(flow, row.time, "the relative drift of the mass before it was restored", row.mass_correction,
           "the flow conserves mass up to the tolerance of time integration", allowed);
  }
  if (flow.gradient_structure()) {
    const double allowed = errors * first_order + errors * errors * std::abs(space.inner(change, second)) +
                           1e-14 * std::abs(previous->energy);
    const double increase = row.energy - previous->energy - row.transfer_energy;
    if (!(increase <= allowed))
      fail(flow, row.time, "the increase of the energy since the last output", increase,
           "a gradient flow decreases its energy", allowed);
  }
}

}  // namespace gammaflow
