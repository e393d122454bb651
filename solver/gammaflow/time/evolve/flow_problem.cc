// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/elementary.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/flow/forcing.h>
#include <gammaflow/spaces/inspection/cell_range.h>
#include <gammaflow/time/evolve/flow_problem.h>
#include <gammaflow/time/stages/cancelling_stage.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

namespace gammaflow
{
FlowProblem::FlowProblem(const Flow &flow, double tolerance, double solver_tolerance,
                         unsigned solver_iterations)
    : flow_(flow),
      abilities_(flow),
      initial_mass_(flow.space().integrate(flow.initial_state())),
      initial_energy_(flow.energy().value(flow.initial_state())),
      dissipation_scale_(energy_scale(flow, initial_energy_, tolerance)),
      size_(flow),
      // Where there is no barrier, fronts run over the nodes, through many e-foldings each: errors are those
      // of the density, relative to its largest value.
      relative_worth_(flow, flow.energy().barrier() ? tolerance : 1),
      tolerance_(tolerance),
      solver_tolerance_(solver_tolerance),
      solver_iterations_(solver_iterations),
      u_(flow.space().zero()),
      v_(u_),
      force_(u_)
{
}

FlowProblem::FlowProblem(const Flow &flow, const EvolveOptions &options)
    : FlowProblem(flow, options.tolerance,
                  options.solver_tolerance > 0 ? options.solver_tolerance : 0.01 * options.tolerance,
                  options.solver_iterations)
{
}

void FlowProblem::variable_of(const Vector &u, Vector &y) const
{
  y = u;
  if (flow_.positive())
    for (double &value : y) value = std::log(value);
}

void FlowProblem::state_of(const Vector &y, Vector &u) const
{
  if (!flow_.positive()) {
    u = y;
    return;
  }
  const double shift = flow_.conserves_mass() ? flow_.space().maximum(y) : 0;
  for (std::size_t i = 0; i < size(y); ++i) data(u)[i] = data(y)[i] - shift;
  exponentials(size(y), data(u), data(u));
  if (flow_.conserves_mass()) u *= initial_mass_ / flow_.space().integrate(u);
}

double FlowProblem::mass_drift(const Vector &y) const
{
  if (!flow_.conserves_mass() || !flow_.positive()) return 0;
  Vector density = y;
  for (double &value : density) value = std::exp(value);
  return flow_.space().integrate(density) / initial_mass_ - 1;
}

FlowProblem::Rates FlowProblem::dissipation(const Vector &u, const Vector &force, const Vector &v) const
{
  if (!flow_.gradient_structure()) return {};
  return {flow_.geometry().primal_dissipation_along(u, force, v), 0.5 * flow_.space().inner(force, v)};
}

void FlowProblem::rate(double t, const Vector &y, Vector &dy, EvolutionProblem::Quadratures &integrands)
{
  state_of(y, u_);
  flow_.energy().first_variation(u_, force_);
  if (abilities_.cancels) {
    cancelled_rate(flow_, u_, v_);
    dy = v_;
    if (flow_.positive())
      for (std::size_t i = 0; i < size(dy); ++i) data(dy)[i] /= data(u_)[i];
  } else if (flow_.positive()) {
    // K at DF, whose negative is the rate: fluxes at fronts come from where DF is larger.
    iterations_ += flow_.geometry().relative_onsager_apply(u_, force_, dy);
    if (flow_.forcing()) {
      v_ = 0.;
      force(t, v_);
      for (std::size_t i = 0; i < size(dy); ++i) data(dy)[i] -= data(v_)[i] / data(u_)[i];
    }
    for (std::size_t i = 0; i < size(dy); ++i) {
      data(dy)[i] = -data(dy)[i];
      data(v_)[i] = data(u_)[i] * data(dy)[i];
    }
  } else {
    iterations_ += flow_.geometry().onsager_apply(u_, force_, dy);
    dy *= -1.;
    force(t, dy);
    v_ = dy;
  }
  force_ *= -1.;
  const Rates rates = dissipation(u_, force_, v_);
  integrands = {rates.primal / dissipation_scale_, rates.dual / dissipation_scale_};
}

/// What drives the flow from outside.
void FlowProblem::force(double t, Vector &v) const
{
  const Forcing *forcing = flow_.forcing();
  if (!forcing) return;
  if (forcing->has_source()) {
    Vector source = v;
    forcing->source(t, source);
    v += source;
  }
  for (std::size_t k = 0; k < forcing->nodes().size(); ++k)
    data(v)[forcing->nodes()[k]] = forcing->boundary_rate(k, t);
}

bool FlowProblem::solve_stage(double t, const Vector &base, double step, Vector &dy,
                              EvolutionProblem::Quadratures &integrands)
{
  if (!stage_) stage_ = make_stage(flow_, abilities_, solver_tolerance_, solver_iterations_);
  const unsigned before = stage_->iterations();
  const bool solved = stage_->solve(t, base, step, dy);
  iterations_ += stage_->iterations() - before;
  if (!solved) return false;
  force_.equ(-1., stage_->variation());
  const Rates rates = dissipation(stage_->state(), force_, stage_->rate());
  integrands = {rates.primal / dissipation_scale_, rates.dual / dissipation_scale_};
  return true;
}

/// In the variable u itself: energies are functions of it, and mass is linear in it.
bool FlowProblem::structure_step(const Vector &y, double step, unsigned stages, Vector &y_new,
                                 EvolutionProblem::Quadratures &increments)
{
  if (!collocation_ || collocation_->stages() != stages)
    collocation_ = std::make_unique<CollocationStep>(flow_, stages, solver_tolerance_, solver_iterations_);
  state_of(y, u_);
  CollocationStep::Dissipated dissipated;
  const unsigned before = collocation_->iterations();
  const bool solved = collocation_->solve(u_, step, v_, dissipated);
  iterations_ += collocation_->iterations() - before;
  if (!solved) return false;
  variable_of(v_, y_new);
  increments = {dissipated.primal / dissipation_scale_, dissipated.dual / dissipation_scale_};
  return true;
}

FlowProblem::Rates FlowProblem::rates(const Vector &u, double step)
{
  const double nan = std::numeric_limits<double>::quiet_NaN();
  if (!flow_.gradient_structure()) return {nan, nan};
  flow_.energy().first_variation(u, force_);
  const KernelOperator *kernel = flow_.geometry().structure().metric;
  if (abilities_.cancels)
    cancelled_rate(flow_, u, v_);
  else if (!kernel || kernel->has_inverse()) {
    iterations_ += flow_.geometry().onsager_apply(u, force_, v_);
    v_ *= -1.;
  } else {
    Vector y = u, dy = flow_.space().zero();
    variable_of(u, y);
    EvolutionProblem::Quadratures scaled;
    if (!solve_stage(0, y, step, dy, scaled)) return {nan, nan};
    return {scaled[0] * dissipation_scale_, scaled[1] * dissipation_scale_};
  }
  force_ *= -1.;
  return dissipation(u, force_, v_);
}

unsigned FlowProblem::take_iterations()
{
  return std::exchange(iterations_, 0);
}

void FlowProblem::forget()
{
  if (stage_) stage_->forget();
  collocation_.reset();
}

/// That u_ is at the end of what its potential is defined for.
std::string FlowProblem::explain_bounds() const
{
  ValueBounds bounds = flow_.energy().bounds();
  if (flow_.positive()) bounds.lower = ValueBounds().lower;
  const double low = flow_.space().minimum(u_), high = flow_.space().maximum(u_);
  const bool upper = bounds.room(high) < bounds.room(low);
  const double reached = upper ? high : low, bound = upper ? bounds.upper : bounds.lower;
  if (!bounds.any() || !(bounds.room(reached) < 1e-6)) return "";
  std::ostringstream out;
  out.precision(6);
  out << "; u has reached the bound " << bound << " of f (section 'energy', keys 'f', 'bounds'): it is "
      << std::abs(bound - reached) << " away";
  return out.str();
}

/// Transport out of a cell in which log u varies by tens leaves nodes of elements of higher degree nearly
/// empty. The initial state tells how long cells may be: by then the present one is no measure.
std::string FlowProblem::explain_tails() const
{
  constexpr double held = 10;
  const double fall = std::log(largest_fall_in_a_cell(flow_.space(), flow_.initial_state()));
  if (!(fall > held)) return "";
  std::ostringstream out;
  out << ". Within one cell the initial density falls by a factor of e^" << std::lround(fall)
      << ", which elements of degree " << flow_.space().degree() << " do not resolve: cells that are "
      << std::lround(std::ceil(fall / held)) << " times shorter (domain/cells), "
      << (flow_.space().degree() > 1 ? "domain/degree = 1, " : "")
      << "a smaller domain or a higher floor of the initial state may help; `gammaflow reference` refines "
         "the mesh";
  return out.str();
}

/// The range of the density; that a source may have emptied it; and that nothing keeps it from zero where U''
/// u vanishes there, other than with entropies, whose potential log u grows without bounds.
std::string FlowProblem::explain(const Vector &y)
{
  state_of(y, u_);
  if (!flow_.positive()) return explain_bounds();
  const Space &space = flow_.space();
  const double low = space.minimum(u_), high = space.maximum(u_);
  std::ostringstream out;
  out.precision(2);
  out << explain_bounds() << "; the density is between " << low << " and " << high;
  const KernelOperator *kernel = flow_.geometry_kernel();
  if (flow_.geometry().has_metric() && kernel != nullptr && !kernel->has_inverse())
    out << "; the kernel '" << kernel->kernel().name()
        << "' has no bounded inverse: the metric has eigenvalues below round-off, which small steps cannot "
           "solve for. A looser time/tolerance, a smaller kernel/bandwidth, or intrinsic Matern may help";
  if (!(low < 1e-4 * high)) return out.str();
  if (flow_.forcing() && flow_.forcing()->has_source()) {
    out << ": where the source is negative it must vanish with the density, or it takes more than there is";
    return out.str();
  }
  if (!abilities_.diffusive()) return out.str();
  if (!flow_.energy().barrier())
    out << ", and the energy does not keep it from vanishing at a node: a higher floor of the initial state "
           "may help";
  out << explain_tails();
  return out.str();
}

EvolutionProblem FlowProblem::callbacks()
{
  EvolutionProblem problem;
  problem.rate = [this](double t, const Vector &y, Vector &dy, EvolutionProblem::Quadratures &integrands) {
    rate(t, y, dy, integrands);
  };
  problem.solve_stage = [this](double t, const Vector &base, double step, Vector &dy,
                               EvolutionProblem::Quadratures &integrands) {
    return solve_stage(t, base, step, dy, integrands);
  };
  problem.structure_step = [this](double, const Vector &y, double step, unsigned stages, Vector &y_new,
                                  EvolutionProblem::Quadratures &increments) {
    return structure_step(y, step, stages, y_new, increments);
  };
  problem.size = [this](const Vector &y) { return size_.of(y); };
  problem.explain = [this](const Vector &y) { return explain(y); };
  if (flow_.has_boundary_values())
    problem.impose = [this](double t, Vector &y, Vector &error) {
      const Forcing &forcing = *flow_.forcing();
      for (std::size_t k = 0; k < forcing.nodes().size(); ++k) {
        const std::size_t node = forcing.nodes()[k];
        const double given = forcing.boundary_value(k, t), missed = data(y)[node] - given;
        if (!(std::abs(missed) <= std::abs(data(error)[node]))) data(error)[node] = missed;
        data(y)[node] = given;
      }
    };
  if (relative_worth_.varies())
    problem.error_weights = [this, least = std::min(1., 10 * tolerance_)](const Vector &y, Vector &weights) {
      state_of(y, u_);
      relative_worth_.of(u_, weights);
      // A tenth of log u is too much anywhere: from there the stage equations would have to find back.
      for (double &w : weights) w = std::max(w, least);
    };
  if (const ValueBounds bounds = flow_.energy().bounds(); !flow_.positive() && bounds.any())
    problem.admissible = [this, bounds](const Vector &y) {
      return bounds.contain(flow_.space().minimum(y)) && bounds.contain(flow_.space().maximum(y));
    };
  if (flow_.positive())
    problem.admissible = [this](const Vector &y) {
      // Beyond these the density under- or overflows and is no longer positive and finite.
      const double low = flow_.space().minimum(y), high = flow_.space().maximum(y);
      return flow_.conserves_mass() ? high - low < 690 : low > -700 && high < 700;
    };
  return problem;
}

}  // namespace gammaflow
