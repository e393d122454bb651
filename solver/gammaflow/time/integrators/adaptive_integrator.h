// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/time/integrators/one_step_method.h>
#include <gammaflow/time/integrators/time_integrator.h>

namespace gammaflow
{
/// Step control for any one-step method with an error estimate: proportional-integral control (Gustafsson),
/// retries after a rejection, landing on the end of the interval. Where ten steps in a row, and the one that
/// is not accepted yet, took more than `most_evaluations` each on average, it ends early, after the last step
/// that was accepted.
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

/// The next step towards `remaining`: all of it if it is within reach (without `halves`: within a hundredth),
/// half of it if two steps reach it, so that nothing smaller than half a step is ever left over.
double landing_step(double step, double remaining, bool halves = true);

}  // namespace gammaflow
