#include <gammaflow/core/errors.h>
#include <gammaflow/time/checkpoint.h>
#include <gammaflow/time/evolve.h>
#include <gammaflow/time/flow_problem.h>
#include <gammaflow/time/invariants.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace gammaflow
{
namespace
{
/// The integrator that the options name, or the one that suits; refuses what cannot serve.
std::string choose_integrator(const Flow &flow, const FlowProblem &problem, const EvolveOptions &options)
{
  const std::string &asked = options.integrator;
  if (asked == "auto") {
    if (problem.has_bounded_rate()) return "fehlberg78";
    // Differential operators: fewer and cheaper steps, and higher stage order, than sdirk4.
    return flow.step_kind() == StepKind::diffusive ? "kvaerno5" : "sdirk4";
  }
  const auto refuse = [&](const std::string &why, const std::string &allowed) {
    throw InputError("section 'time', key 'integrator'", asked,
                     why + " in the geometry '" + flow.geometry_name() + "'", allowed);
  };
  if (asked == "avf" || asked == "cpg2") {
    if (flow.space().distributed())
      refuse("factorizes the equations of its stages, which several processes cannot",
             "auto, or one process");
    if (!problem.has_structure_step())
      refuse("needs an Onsager operator that is a differential operator", "auto");
    return asked;
  }
  const bool implicit = make_time_integrator(asked, {})->implicit();
  if (!implicit && !problem.has_rate())
    refuse("is explicit, and only the inverse of the Onsager operator is applied", "auto, sdirk2, sdirk4");
  if (implicit && !problem.has_stage())
    refuse("is implicit, which needs the metric, and the rate is a bounded function of the state",
           "auto, dopri5, fehlberg78");
  if (asked == "kvaerno5" && !problem.has_explicit_stage())
    refuse("has an explicit first stage, which needs the inverse of the kernel operator",
           "auto, sdirk2, sdirk4");
  return asked;
}

double solver_tolerance(const EvolveOptions &options)
{
  return options.solver_tolerance > 0 ? options.solver_tolerance : 0.01 * options.tolerance;
}

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

std::string integrator_for(const Flow &flow, const EvolveOptions &options)
{
  const FlowProblem problem(flow, options.tolerance, solver_tolerance(options), options.solver_iterations);
  return choose_integrator(flow, problem, options);
}

Trajectory evolve(const Flow &flow, const EvolveOptions &options)
{
  const std::vector<double> &times = options.output_times;
  if (times.empty() || times.front() != 0 ||
      std::adjacent_find(times.begin(), times.end(), [](double a, double b) { return !(a < b); }) !=
          times.end())
    throw std::logic_error("evolve: the output times must ascend from 0");

  FlowProblem problem(flow, options.tolerance, solver_tolerance(options), options.solver_iterations);
  const EvolutionProblem callbacks = problem.callbacks();
  TimeIntegrator::Options control;
  control.tolerance = options.tolerance;
  if (options.largest_interval > 0 && options.output_times.size() > 1)
    control.largest_step =
        options.largest_interval * (options.output_times.back() / double(options.output_times.size() - 1));
  const std::string name = choose_integrator(flow, problem, options);
  const bool balanced = name == "avf" || name == "cpg2";  // what fast modes dissipate is in their integrals
  if (make_time_integrator(name, {})->implicit() && !balanced && times.size() > 1) {
    // A stable method steps over the fast modes of the initial state without noticing: state and energy are
    // right, but what these modes dissipate is missing from the integrals, and no error estimate sees it.
    // From a tiny first step on, the step grows through all of their time scales, and is held back where a
    // mode matters.
    control.initial_step = 1e-14 * times[1];
    control.smallest_step = 1e-20;
  }
  const auto integrator = make_time_integrator(name, control);
  Checkpoint checkpoint(flow, options, integrator->name());

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
    integrator->advance(callbacks, state, end, [&](const StepReport &report) {
      ++steps;
      rejected += report.rejected;
      evaluations += report.evaluations;
      if (options.progress) options.progress(report.time / times.back());
    });
    const unsigned iterations = problem.take_iterations();

    Vector u = flow.space().zero();
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
