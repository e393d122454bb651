// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>
#include <gammaflow/time/evolve/evolve.h>
#include <gammaflow/time/evolve/flow_problem.h>
#include <gammaflow/time/integrators/time_integrator.h>

#include <functional>
#include <memory>

namespace gammaflow
{
/// A flow with the integrator that its options choose.
class FlowIntegration
{
 public:
  /// The flow must outlive it. InputError for an integrator that cannot serve the flow.
  FlowIntegration(const Flow &flow, const EvolveOptions &options);

  FlowProblem &problem() { return problem_; }
  const TimeIntegrator &integrator() const { return *integrator_; }

  /// Takes `state` from state.time to `end`; calls `on_step` after each accepted step. The result depends on
  /// the arguments alone: no preconditioner and no guess of an earlier call is used.
  void advance(EvolutionState &state, double end, const std::function<void(const StepReport &)> &on_step);

 private:
  FlowProblem problem_;
  EvolutionProblem callbacks_;
  std::unique_ptr<TimeIntegrator> integrator_;
};

}  // namespace gammaflow
