// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/time/evolve/adapted_interval.h>
#include <gammaflow/time/evolve/interval.h>
#include <gammaflow/time/evolve/invariants.h>

namespace gammaflow
{
Trajectory begun(const Flow &flow, const EvolveOptions &options)
{
  FlowIntegration integration(flow, options);
  Trajectory trajectory;
  trajectory.space = flow.shared_space();
  trajectory.gradient_structure = flow.gradient_structure();
  trajectory.times.push_back(0);
  trajectory.spaces.push_back(flow.shared_space());
  trajectory.states.push_back(flow.initial_state());
  trajectory.ledger.push_back(first_row(flow, integration, options));
  return trajectory;
}

IntervalOnMesh interval_on(const std::shared_ptr<const Space> &space, const Flow &base,
                           const Trajectory &trajectory, const double step, const EvolveOptions &options)
{
  const std::size_t k = trajectory.times.size();
  const std::shared_ptr<const Space> before = trajectory.spaces.back();
  const LedgerRow &row_before = trajectory.ledger.back();
  // energy and dissipated energies, as the last row found them, less the error of their balance
  const double balance =
      row_before.energy + row_before.primal_dissipated + row_before.dual_dissipated - row_before.edb_residual;
  const Flow here = Flow::build(base.parameters(), space);
  const bool same = space == before;
  const Transfer moved = same ? Transfer{trajectory.states.back(), 0}
                              : transfer(here, row_before.time, *before, trajectory.states.back());
  IntervalOnMesh result{here.started_from(moved.u), moved.u, {}, same ? step : 0};
  // After a transfer what interpolation left is as rough as the cells: its time scales are resolved anew.
  const double jump = same ? 0 : result.flow.energy().value(moved.u) - row_before.energy;
  FlowIntegration integration(result.flow, options);
  result.row = advance(result.flow, integration, options, row_before, balance + jump, options.output_times[k],
                       result.u, result.step);
  result.row.transfer_mass = moved.mass_change;
  result.row.transfer_energy = jump;
  return result;
}

void append(Trajectory &trajectory, const IntervalOnMesh &interval, const EvolveOptions &options)
{
  const LedgerRow &row = interval.row;
  check_invariants(interval.flow, interval.u, row, &trajectory.ledger.back(), options.tolerance);
  trajectory.times.push_back(row.time);
  trajectory.spaces.push_back(interval.flow.shared_space());
  trajectory.states.push_back(interval.u);
  trajectory.ledger.push_back(row);
}

}  // namespace gammaflow
