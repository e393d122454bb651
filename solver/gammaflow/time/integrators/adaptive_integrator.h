// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/time/integrators/one_step_method.h>
#include <gammaflow/time/integrators/time_integrator.h>

namespace gammaflow
{
/// Step control for any one-step method with an error estimate: proportional-integral control (Gustafsson),
/// retries after a rejection, landing on the end of the interval. With most_evaluations > 0 it ends early,
/// after the last accepted step and without a NumericalFailure, where the last ten steps, with the current
/// attempts, took more evaluations than ten times that, or where a step fails.
class AdaptiveIntegrator : public TimeIntegrator
{
 public:
  AdaptiveIntegrator(const std::string &method, const Options &options);

  void advance(const EvolutionProblem &problem, EvolutionState &state, double end,
               const std::function<void(const StepReport &)> &on_step) const override;
  std::string name() const override { return name_; }
  int order() const override { return Registry<OneStepMethod>::traits(name_).order; }

 private:
  std::string name_;
  Options options_;
};

/// The next step towards an end at the distance `remaining`: all of it if `step` reaches it (without
/// `halves`: within a hundredth), half of it if two steps do, so that no last step is shorter than half a
/// step.
double landing_step(double step, double remaining, bool halves = true);

}  // namespace gammaflow
