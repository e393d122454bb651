// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/time/evolve/adaptivity.h>
#include <gammaflow/time/evolve/interval.h>
#include <gammaflow/time/evolve/invariants.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace gammaflow
{
namespace
{
LedgerRow measure(const Flow &flow, FlowProblem &problem, double time, const Vector &u,
                  const EvolutionProblem::Quadratures &integrals, double balance, double step,
                  double tolerance)
{
  LedgerRow row;
  row.time = time;
  row.mass = flow.space().integrate(u);
  row.minimum = flow.space().minimum(u);
  row.energy = flow.energy().value(u);
  const FlowProblem::Rates rates = problem.rates(u, step);
  row.primal_rate = rates.primal;
  row.dual_rate = rates.dual;
  row.primal_dissipated = integrals[0] * problem.dissipation_scale();
  row.dual_dissipated = integrals[1] * problem.dissipation_scale();
  row.edb_residual = row.energy + row.primal_dissipated + row.dual_dissipated - balance;
  if (!flow.gradient_structure())
    row.primal_dissipated = row.dual_dissipated = row.edb_residual = std::numeric_limits<double>::quiet_NaN();
  row.nodes = unsigned(flow.space().n_global_nodes());
  Adaptivity wanted;
  wanted.tolerance = flow.parameters().number("adaptivity", "tolerance");
  // Below this (of sqrt(u) for densities) is the error of time integration.
  const double largest = std::max(std::abs(row.minimum), std::abs(flow.space().maximum(u))),
               noise = tolerance * (flow.positive() ? std::sqrt(largest) : StateSize(flow).of(u) + largest);
  const Demand demanded = demand(flow.space(), flow.positive(), u, wanted, 1, noise);
  row.resolution = demanded.resolution;
  row.wanted_length = demanded.wanted_length;
  return row;
}
}  // namespace

LedgerRow first_row(const Flow &flow, FlowIntegration &integration, const EvolveOptions &options)
{
  const std::vector<double> &times = options.output_times;
  const double short_step = times.size() > 1 ? 1e-6 * times[1] : 1e-6;
  FlowProblem &problem = integration.problem();
  const LedgerRow row = measure(flow, problem, 0, flow.initial_state(), {}, problem.initial_energy(),
                                short_step, options.tolerance);
  problem.take_iterations();
  check_invariants(flow, flow.initial_state(), row, nullptr, options.tolerance);
  return row;
}

LedgerRow advance(const Flow &flow, FlowIntegration &integration, const EvolveOptions &options,
                  const LedgerRow &before, double balance, double end, Vector &u, double &step)
{
  FlowProblem &problem = integration.problem();
  EvolutionState state;
  state.time = before.time;
  state.step = step;
  problem.variable_of(u, state.y);
  if (flow.gradient_structure())
    state.integrals = {before.primal_dissipated / problem.dissipation_scale(),
                       before.dual_dissipated / problem.dissipation_scale()};
  unsigned steps = 0, rejected = 0, evaluations = 0;
  double energy = flow.energy().value(u);
  integration.advance(state, end, [&](const StepReport &report) {
    ++steps;
    rejected += report.rejected;
    evaluations += report.evaluations;
    if (flow.gradient_structure() || options.on_step) problem.state_of(*report.y, u);
    if (options.on_step) options.on_step(report.time, u);
    if (flow.gradient_structure()) {
      const double energy_before = std::exchange(energy, flow.energy().value(u));
      check_step(flow, u, report.time, energy, energy_before, options.tolerance);
    }
    if (options.progress) options.progress(report.time / options.output_times.back());
  });
  const unsigned iterations = problem.take_iterations();

  problem.state_of(state.y, u);
  // As if the last step had been the one that the error would have allowed; see FlowProblem::rates.
  LedgerRow row =
      measure(flow, problem, end, u, state.integrals, balance, 1e-3 * state.step, options.tolerance);
  problem.take_iterations();
  row.mass_correction = problem.mass_drift(state.y);
  row.steps = steps;
  row.rejected = rejected;
  row.rate_evaluations = evaluations;
  row.solver_iterations = iterations;
  step = state.step;
  return row;
}

}  // namespace gammaflow
