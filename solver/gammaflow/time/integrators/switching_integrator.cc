// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/time/integrators/spectral_radius.h>
#include <gammaflow/time/integrators/switching_integrator.h>

#include <cmath>

namespace gammaflow
{
namespace
{
TimeIntegrator::Options limited(TimeIntegrator::Options options, double most_stages)
{
  options.most_evaluations = most_stages;
  options.tolerance /= 4;
  return options;
}
}  // namespace

double SwitchingIntegrator::most_stages(const double tolerance, const double implicit_work)
{
  return implicit_work * std::pow(tolerance, 1. / 5);
}

SwitchingIntegrator::SwitchingIntegrator(const Options &explicit_options, const Options &implicit_options,
                                         const std::string &implicit, const double implicit_work)
    : most_stages_(most_stages(explicit_options.tolerance, implicit_work)),
      explicit_("rkc", limited(explicit_options, most_stages_)),
      implicit_(implicit, implicit_options)
{
}

/// s of a step as long as the last one is beyond most_stages.
bool SwitchingIntegrator::stiff(const EvolutionProblem &problem, const EvolutionState &state) const
{
  try {
    AugmentedState x{state.y, state.integrals}, rate = x;
    evaluate_rate(problem, state.time, x, rate);
    Vector direction = rate.y;
    const double radius = spectral_radius(problem, state.time, x, rate.y, direction).radius;
    return !(1 + std::sqrt(1 + 1.54 * state.step * radius) <= most_stages_);
  } catch (const StepRejected &) {  // a rate that cannot be evaluated
    return true;
  }
}

void SwitchingIntegrator::advance(const EvolutionProblem &problem, EvolutionState &state, const double end,
                                  const std::function<void(const StepReport &)> &on_step) const
{
  if (state.time < end && !(state.step > 0 && stiff(problem, state)))
    explicit_.advance(problem, state, end, on_step);
  if (state.time < end) implicit_.advance(problem, state, end, on_step);
}

}  // namespace gammaflow
