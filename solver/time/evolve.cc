#include <gammaflow/core/errors.h>
#include <gammaflow/time/checkpoint.h>
#include <gammaflow/time/evolve.h>
#include <gammaflow/time/flow_integration.h>
#include <gammaflow/time/invariants.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace gammaflow
{
namespace
{
LedgerRow measure(const Flow &flow, FlowProblem &problem, double time, const Vector &u,
                  const EvolutionProblem::Quadratures &integrals, double step)
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
  row.edb_residual = row.energy + row.primal_dissipated + row.dual_dissipated - problem.initial_energy();
  if (!flow.gradient_structure())
    row.primal_dissipated = row.dual_dissipated = row.edb_residual = std::numeric_limits<double>::quiet_NaN();
  return row;
}
}  // namespace

Trajectory evolve(const Flow &flow, const EvolveOptions &options)
{
  const std::vector<double> &times = options.output_times;
  if (times.empty() || times.front() != 0 ||
      std::adjacent_find(times.begin(), times.end(), [](double a, double b) { return !(a < b); }) !=
          times.end())
    throw std::logic_error("evolve: the output times must ascend from 0");

  FlowIntegration integration(flow, options);
  FlowProblem &problem = integration.problem();
  Checkpoint checkpoint(flow, options, integration.integrator().name());

  Trajectory trajectory;
  EvolutionState state;
  if (!checkpoint.read(trajectory, state.step)) {
    trajectory.space = flow.shared_space();
    trajectory.gradient_structure = flow.gradient_structure();
    const double short_step = times.size() > 1 ? 1e-6 * times[1] : 1e-6;
    trajectory.ledger.push_back(measure(flow, problem, 0, flow.initial_state(), {}, short_step));
    problem.take_iterations();
    trajectory.times.push_back(0);
    trajectory.states.push_back(flow.initial_state());
    check_invariants(flow, flow.initial_state(), trajectory.ledger.back(), nullptr, options.tolerance);
  }

  while (trajectory.times.size() < times.size()) {
    // Everything but the step is taken from the trajectory, whether it was computed just now or read from a
    // file.
    const LedgerRow &before = trajectory.ledger.back();
    const double end = times[trajectory.times.size()];
    state.time = before.time;
    problem.variable_of(trajectory.states.back(), state.y);
    if (flow.gradient_structure())
      state.integrals = {before.primal_dissipated / problem.dissipation_scale(),
                         before.dual_dissipated / problem.dissipation_scale()};
    unsigned steps = 0, rejected = 0, evaluations = 0;
    Vector u = flow.space().zero();
    double energy = before.energy;
    integration.advance(state, end, [&](const StepReport &report) {
      ++steps;
      rejected += report.rejected;
      evaluations += report.evaluations;
      problem.state_of(*report.y, u);
      const double energy_before = std::exchange(energy, flow.energy().value(u));
      check_step(flow, u, report.time, energy, energy_before, options.tolerance);
      if (options.progress) options.progress(report.time / times.back());
    });
    const unsigned iterations = problem.take_iterations();

    problem.state_of(state.y, u);
    // As if the last step had been the one that the error would have allowed; see FlowProblem::rates.
    LedgerRow row = measure(flow, problem, end, u, state.integrals, 1e-3 * state.step);
    problem.take_iterations();
    row.mass_correction = problem.mass_drift(state.y);
    row.steps = steps;
    row.rejected = rejected;
    row.rate_evaluations = evaluations;
    row.solver_iterations = iterations;
    check_invariants(flow, u, row, &before, options.tolerance);
    trajectory.times.push_back(end);
    trajectory.states.push_back(u);
    trajectory.ledger.push_back(row);
    if (trajectory.times.size() < times.size()) checkpoint.write(trajectory, state.step);
  }
  checkpoint.remove();
  return trajectory;
}

}  // namespace gammaflow
