// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/time/evolve/adaptivity.h>
#include <gammaflow/time/evolve/dense_evolution.h>
#include <gammaflow/time/evolve/flow_integration.h>

#include <algorithm>

namespace gammaflow
{
DenseEvolution::DenseEvolution(const Flow &flow, const EvolveOptions &options, const Trajectory &trajectory)
    : DenseTrajectory(trajectory), flow_(flow), options_(options)
{
  if (!trajectory.adapted()) integration_ = std::make_unique<FlowIntegration>(flow, options);
}

DenseEvolution::~DenseEvolution() = default;

void DenseEvolution::prepare(std::size_t n) const
{
  if (!trajectory_.adapted() || prepared_ == n) return;
  integration_.reset();
  here_ = std::make_unique<const Flow>(flow_of_interval(flow_, trajectory_, n));
  integration_ = std::make_unique<FlowIntegration>(*here_, options_);
  prepared_ = n;
}

DenseEvolution::Start DenseEvolution::start_of(std::size_t n) const
{
  prepare(n);
  // From the very start on, and after a transfer, the first step is the integrator's own: it has fast modes
  // to resolve.
  const bool rough = n == 1 || trajectory_.space_of(n) != trajectory_.space_of(n - 1);
  const auto &t = trajectory_.times;
  return {here_ ? here_->initial_state() : trajectory_.states[n - 1],
          rough ? 0 : (t[n] - t[n - 1]) / std::max(1u, trajectory_.ledger[n].steps)};
}

Vector DenseEvolution::advanced(double from, const Vector &u, double to, double step,
                                const OnStep &on_step) const
{
  FlowProblem &problem = integration_->problem();
  EvolutionState state;
  state.time = from;
  state.step = step;
  problem.variable_of(u, state.y);
  Vector result = u;
  integration_->advance(state, to, [&](const StepReport &report) {
    problem.state_of(*report.y, result);
    if (on_step) on_step(report.time, result);
  });
  problem.take_iterations();
  return result;
}

}  // namespace gammaflow
