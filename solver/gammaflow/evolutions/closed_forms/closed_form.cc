// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/evolutions/closed_forms/closed_form.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace gammaflow
{
std::unique_ptr<ClosedForm> find_closed_form(const Flow &flow)
{
  if (flow.space().distributed()) return nullptr;  // they look at nodes and modes of the whole domain
  if (flow.forcing()) return nullptr;              // they are of gradient flows that nothing drives
  for (const auto &[name, entry] : Registry<ClosedForm>::entries())
    if (entry.traits.applies(flow)) {
      auto form = entry.make({flow});
      form->name_ = name;
      return form;
    }
  return nullptr;
}

Trajectory closed_form_trajectory(const Flow &flow, const std::vector<double> &times)
{
  const auto form = find_closed_form(flow);
  if (!form) throw std::logic_error("this flow has no closed form");
  Trajectory trajectory;
  trajectory.space = flow.shared_space();
  trajectory.gradient_structure = flow.gradient_structure();
  trajectory.times = times;
  const double initial_energy = flow.energy().value(flow.initial_state());
  Vector xi = flow.space().zero();
  for (const double time : times) {
    const Vector u = form->state(time);
    flow.energy().first_variation(u, xi);
    LedgerRow row;
    row.time = time;
    row.mass = flow.space().integrate(u);
    row.minimum = *std::min_element(u.begin(), u.end());
    row.energy = flow.energy().value(u);
    // Along a solution u' = -K DF the Fenchel equality R + R* = <-DF, u'> holds with R = R*, and dF/dt = <DF,
    // u'>.
    row.primal_rate = row.dual_rate = -0.5 * flow.space().inner(xi, form->rate(time));
    row.primal_dissipated = row.dual_dissipated = 0.5 * (initial_energy - row.energy);
    if (!flow.gradient_structure())
      row.primal_rate = row.dual_rate = row.primal_dissipated = row.dual_dissipated = row.edb_residual =
          std::numeric_limits<double>::quiet_NaN();
    trajectory.states.push_back(u);
    trajectory.ledger.push_back(row);
  }
  return trajectory;
}

}  // namespace gammaflow
