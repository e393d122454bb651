// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/time/evolve/adaptivity.h>
#include <gammaflow/time/evolve/checkpoint.h>
#include <gammaflow/time/evolve/evolve.h>
#include <gammaflow/time/evolve/interval.h>
#include <gammaflow/time/evolve/invariants.h>

#include <algorithm>
#include <stdexcept>

namespace gammaflow
{
void check_evolution(const Flow &flow)
{
  if (adaptive(flow.parameters())) check_adaptivity(flow);
  integrator_for(flow, evolve_options(flow.parameters()));
}

Trajectory evolve(const Flow &flow, const EvolveOptions &options)
{
  const std::vector<double> &times = options.output_times;
  if (times.empty() || times.front() != 0 ||
      std::adjacent_find(times.begin(), times.end(), [](double a, double b) { return !(a < b); }) !=
          times.end())
    throw std::logic_error("evolve: the output times must ascend from 0");

  if (adaptive(flow.parameters())) return evolve_adaptively(flow, options);
  FlowIntegration integration(flow, options);
  const double initial_energy = integration.problem().initial_energy();
  Checkpoint checkpoint(flow, options, integration.integrator().name());

  const auto begin = [&] {
    Trajectory trajectory;
    trajectory.space = flow.shared_space();
    trajectory.gradient_structure = flow.gradient_structure();
    trajectory.ledger.push_back(first_row(flow, integration, options));
    trajectory.times.push_back(0);
    trajectory.states.push_back(flow.initial_state());
    return trajectory;
  };
  return checkpoint.complete(times.size(), begin, [&](Trajectory &trajectory, double &step) {
    const LedgerRow &before = trajectory.ledger.back();
    const double end = times[trajectory.times.size()];
    Vector u = trajectory.states.back();
    const LedgerRow row = advance(flow, integration, options, before, initial_energy, end, u, step);
    check_invariants(flow, u, row, &before, options.tolerance);
    trajectory.times.push_back(end);
    trajectory.states.push_back(u);
    trajectory.ledger.push_back(row);
  });
}

}  // namespace gammaflow
