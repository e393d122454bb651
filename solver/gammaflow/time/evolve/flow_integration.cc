// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/flow/forcing.h>
#include <gammaflow/time/evolve/flow_integration.h>
#include <gammaflow/time/integrators/one_step_method.h>
#include <gammaflow/time/integrators/switching_integrator.h>
#include <gammaflow/time/linear/flow_preconditioner.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <set>

namespace gammaflow
{
namespace
{
const OneStepMethod::Traits &traits_of(const std::string &integrator)
{
  return Registry<OneStepMethod>::traits(integrator);
}

/// "auto", and the registered methods of these kinds.
std::string methods_with(const std::set<StepEquations> &equations)
{
  std::string names = "auto";
  for (const auto &[name, entry] : Registry<OneStepMethod>::entries())
    if (equations.count(entry.traits.equations) > 0) names += ", " + name;
  return names;
}

/// The integrator that the options name, or the one that suits; refuses what cannot serve.
std::string choose_integrator(const Flow &flow, const StepAbilities &abilities, const EvolveOptions &options)
{
  const std::string &asked = options.integrator;
  if (asked == "auto") {
    if (abilities.bounded_rate) return "fehlberg78";
    // Differential operators: fewer and cheaper steps, and higher stage order, than sdirk4.
    return abilities.diffusive() ? "kvaerno5" : "sdirk4";
  }
  const auto refuse = [&](const std::string &why, const std::string &allowed) {
    if (flow.parameters().text("time", "integrator") == asked)
      flow.parameters().reject("time", "integrator", why, allowed);
    throw InputError("section 'time', key 'integrator'", asked, why, allowed);
  };
  const std::string geometry = " in the geometry '" + flow.geometry_name() + "'";
  const StepEquations equations = traits_of(asked).equations;
  switch (equations) {
    case StepEquations::rate:
      if (!abilities.rate)
        refuse("is explicit, and only the inverse of the Onsager operator is applied" + geometry,
               methods_with({StepEquations::stage}));
      break;
    case StepEquations::stage_and_first_rate:
    case StepEquations::stage:
      if (!abilities.stage)
        refuse(
            "is implicit, which needs the metric, and the rate is a bounded function of the state" + geometry,
            methods_with({StepEquations::rate}));
      if (equations == StepEquations::stage_and_first_rate && !abilities.first_rate)
        refuse("has an explicit first stage, which needs the inverse of the kernel operator" + geometry,
               methods_with({StepEquations::stage}));
      break;
    case StepEquations::collocation:
      if (!flow.gradient_structure())
        refuse("keeps the balance of energy and dissipation, and " +
                   std::string(flow.forcing() ? "a flow with a source or boundary values" : "this flow") +
                   " has none",
               "auto");
      if (!flow.geometry().coefficients(flow.initial_state()))  // which these methods linearize
        refuse("needs an Onsager operator that is a differential operator" + geometry, "auto");
      break;
  }
  return asked;
}

/// The size of the fastest rate of the linearized flow at the start, (m Lambda + r)(kappa Lambda + |f|) with
/// the local part f of D^2F and Lambda = 2 max_i L_ii, about the largest eigenvalue of the Laplacian L and,
/// unlike one found by iterations, the same however the nodes are numbered or distributed; infinite where it
/// is not known.
double fastest_rate(const Flow &flow, const StepAbilities &abilities)
{
  const Vector &u = flow.initial_state();
  const auto c = abilities.diffusive() ? flow.geometry().coefficients(u) : nullptr;
  if (!c) return std::numeric_limits<double>::infinity();
  Vector local = u, diagonal = u;
  local = 1.;
  flow.space().gradients().diagonal(local, diagonal);
  const double largest = 2 * flow.space().maximum(diagonal);
  flow.energy().second_variation_diagonal(u, local);  // at most kappa Lambda off
  double rate = 0;
  for (std::size_t i = 0; i < size(u); ++i)
    rate = std::max(rate, (data(c->mobility)[i] * largest + data(c->reaction)[i]) *
                              (flow.energy().structure().gradient * largest + std::abs(data(local)[i])));
  rate = flow.space().maximum(rate);
  return rate > 0 ? rate : std::numeric_limits<double>::infinity();
}

/// What an implicit step costs in evaluations of the rate: 7 stages, two or three corrections of Newton's
/// method each, with three iterations of GMRES where the preconditioner is nearly the inverse; where
/// coefficients vary much, with ten, of dearer preconditioners (measured, doc/flows-wasserstein.md).
double implicit_work(const Flow &flow)
{
  if (flow.space().dim() == 1) return 50;
  Vector force = flow.initial_state();
  flow.energy().first_variation(flow.initial_state(), force);
  LinearizedFlow linearized(flow);
  linearized.reset(flow.initial_state(), force);
  return suitable_preconditioning(linearized, asked_preconditioning(flow)) == Preconditioning::spectral ? 50
                                                                                                        : 300;
}

/// Where the method is chosen and steps may be explicit: differential operators that nothing drives, on
/// boxes, where costs were measured. Not in evolutions whose steps are capped: these are compared with others
/// to tell errors, and must be of one method. The work of an implicit step there; 0: steps are implicit.
double work_of_alternative(const Flow &flow, const StepAbilities &abilities, const EvolveOptions &options,
                           const std::string &chosen)
{
  if (options.integrator != "auto" || chosen != "kvaerno5" || !abilities.diffusive() || flow.forcing() ||
      options.largest_interval > 0 || flow.space().tensor_grid() == nullptr)
    return 0;
  const double work = implicit_work(flow);
  constexpr double least_stages = 4;
  return SwitchingIntegrator::most_stages(options.tolerance, work) >= least_stages ? work : 0;
}

/// Two evolutions whose steps are the same tell no error. Where steps are capped at a half of the intervals
/// and those of the companion at the whole, both would halve an interval that two steps reach.
bool ends_as_it_is(const EvolveOptions &options)
{
  return options.largest_interval >= 1;
}

/// Steps grow by five at most from the first one on; with a cap twice as long they begin at sqrt(5) times as
/// much, so that they are other ones.
double first_step_of_companion(const EvolveOptions &options)
{
  constexpr double shortest_cap = 0.25;
  return options.largest_interval > shortest_cap
             ? std::pow(5., std::log2(options.largest_interval / shortest_cap) / 2)
             : 1;
}

std::unique_ptr<TimeIntegrator> make_integrator(const Flow &flow, const FlowProblem &problem,
                                                const EvolveOptions &options)
{
  const std::vector<double> &times = options.output_times;
  TimeIntegrator::Options control;
  control.tolerance = options.tolerance;
  control.largest_part = options.largest_interval;
  control.halves = !ends_as_it_is(options);
  if (flow.forcing()) {
    // No error estimate sees a pulse between two stages. Companions, whose steps may be longer, have other
    // ones here, too: what is the same in all of them tells no error.
    const double factor = 4 * (options.largest_interval > 0 ? std::min(1., options.largest_interval) : 1);
    auto pieces = flow.forcing()->smooth_times(times.back());
    if (!pieces.empty())
      control.longest_from = [factor, pieces = std::move(pieces)](double t) {
        double longest = std::numeric_limits<double>::infinity();
        for (const SmoothTimes &one : pieces) longest = std::min(longest, one.longest_step(t, factor));
        return longest;
      };
  }
  const StepAbilities &abilities = problem.abilities();
  const std::string name = choose_integrator(flow, abilities, options);
  const double work = work_of_alternative(flow, abilities, options, name);
  const TimeIntegrator::Options explicit_control = control;
  const StepEquations equations = traits_of(name).equations;
  // Explicit steps are short, and what fast modes dissipate is in the integrals of collocation.
  if (equations != StepEquations::rate && equations != StepEquations::collocation && times.size() > 1) {
    // A stable method steps over the fast modes of the initial state without noticing: state and energy are
    // right, but what these modes dissipate is missing from the integrals, and no error estimate sees it.
    // From a first step below their time scales on, the step grows through all of them, and is held back
    // where a mode matters.
    // The metric of a kernel resists its highest modes so little that no step would be short enough, and the
    // equations of the shortest ones are those of Kf^-1; smooth data do not contain these modes.
    const double shortest = abilities.kind == StepKind::field_in_metric ? 1e-6 : 1e-14;
    control.initial_step =
        std::max(shortest, std::min(0.01 / fastest_rate(flow, abilities) / times[1], 1e-4)) * times[1] *
        first_step_of_companion(options);
    control.smallest_step = 1e-20;
  }
  if (work > 0) return std::make_unique<SwitchingIntegrator>(explicit_control, control, name, work);
  return make_time_integrator(name, control);
}

/// What options.progress threw: no reason to try a smaller step, as the integrators take a NumericalFailure.
struct Interruption {
  std::exception_ptr reason;
};

/// With a call of options.progress before each implicit solve: on meshes that are too coarse for a flow steps
/// are rejected for minutes, and whoever watches may want to end that.
EvolutionProblem watched(EvolutionProblem problem, const EvolveOptions &options)
{
  if (!options.progress) return problem;
  const auto report = [progress = options.progress, end = options.output_times.back()](double t) {
    try {
      progress(std::min(1., t / end));  // stages may lie beyond a step
    } catch (...) {
      throw Interruption{std::current_exception()};
    }
  };
  problem.solve_stage = [report, solve = problem.solve_stage](double t, const Vector &base, double step,
                                                              Vector &dy,
                                                              EvolutionProblem::Quadratures &integrands) {
    report(t);
    return solve(t, base, step, dy, integrands);
  };
  problem.structure_step = [report, take = problem.structure_step](
                               double t, const Vector &y, double step, unsigned stages, Vector &y_new,
                               EvolutionProblem::Quadratures &increments) {
    report(t);
    return take(t, y, step, stages, y_new, increments);
  };
  return problem;
}
}  // namespace

std::string integrator_for(const Flow &flow, const EvolveOptions &options)
{
  const StepAbilities abilities(flow);
  const std::string name = choose_integrator(flow, abilities, options);
  return work_of_alternative(flow, abilities, options, name) > 0 ? "rkc or " + name : name;
}

FlowIntegration::FlowIntegration(const Flow &flow, const EvolveOptions &options)
    : problem_(flow, options),
      callbacks_(watched(problem_.callbacks(), options)),
      integrator_(make_integrator(flow, problem_, options))
{
}

void FlowIntegration::advance(EvolutionState &state, double end,
                              const std::function<void(const StepReport &)> &on_step)
{
  problem_.forget();
  try {
    integrator_->advance(callbacks_, state, end, on_step);
  } catch (const Interruption &interruption) {
    std::rethrow_exception(interruption.reason);
  }
}

}  // namespace gammaflow
