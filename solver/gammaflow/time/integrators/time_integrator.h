// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/parameters/parameters.h>

#include <array>
#include <functional>
#include <memory>
#include <string>

namespace gammaflow
{
/// y' = rate(t, y) together with quadratures d' = dissipation rates along the solution (here R and R*,
/// integrated with the accuracy of the state). Integrators know these callbacks, no physics.
struct EvolutionProblem {
  using Quadratures = std::array<double, 2>;

  /// dy = rate(t, y), and the integrands at (t, y). For explicit integrators.
  std::function<void(double t, const Vector &y, Vector &dy, Quadratures &integrands)> rate;
  /// Solves dy = rate(t, base + step dy) for dy (which enters as a guess), and the integrands there. For
  /// diagonally implicit integrators: the physics knows how to do that without ever forming the rate of a
  /// given state (except methods whose first stage is explicit: it is asked for with step = 0). Returns
  /// false where the solve did not converge: the step is retried smaller.
  std::function<bool(double t, const Vector &base, double step, Vector &dy, Quadratures &integrands)>
      solve_stage;
  /// A step of the energy-preserving collocation method with `stages` stages: y_new at t + step, and what the
  /// integrals grow by. False where it is not found. For structure-preserving integrators.
  std::function<bool(double t, const Vector &y, double step, unsigned stages, Vector &y_new,
                     Quadratures &increments)>
      structure_step;
  /// Weights in [0, 1] of the errors of y's entries; none: all 1.
  std::function<void(const Vector &y, Vector &weights)> error_weights;
  /// Sets the entries of y whose values at the time t are given; where the change is larger than the entry of
  /// `error`, it replaces that. Null where no values are given.
  std::function<void(double t, Vector &y, Vector &error)> impose;
  /// The size s(y): errors of an entry are relative to s + |entry|; null: 1.
  std::function<double(const Vector &y)> size;
  /// What may explain a failure at a state, beginning with a semicolon; may be null.
  std::function<std::string(const Vector &y)> explain;
  /// False for a state that breaks an invariant: the step is rejected and retried smaller.
  std::function<bool(const Vector &y)> admissible;
};

/// The callback that a method needs: `rate`; solve_stage; solve_stage also with step = 0; or structure_step.
enum class StepEquations { rate, stage, stage_and_first_rate, collocation };

/// Where an integrator stands: all that it needs to go on.
struct EvolutionState {
  double time = 0;
  Vector y;
  EvolutionProblem::Quadratures integrals{};
  double step = 0;  ///< the next step to try; 0: choose
};

/// One accepted step.
struct StepReport {
  double time = 0, step = 0;  ///< the accepted step and the time it reached
  unsigned rejected = 0, evaluations = 0;
  const Vector *y = nullptr;  ///< the state there
};

/// An adaptive one-step method. Between two calls of advance() nothing is remembered but the EvolutionState,
/// so that an interrupted run that restarts from an output time gives the same bits.
class TimeIntegrator
{
 public:
  /// Tolerance and limits of the steps.
  struct Options {
    double tolerance =
        1e-8;  ///< per step, of the size and relative, in the maximum norm of y and of the integrals
    double initial_step = 0;                                 ///< 0: chosen
    double largest_step = 0;                                 ///< 0: no limit
    std::function<double(double t)> longest_from = nullptr;  ///< the longest step from t on; null: no limit
    double largest_part = 0;  ///< the largest step in units of the interval of advance(); 0: no limit
    bool halves = true;       ///< where two steps reach the end they are equal; else the first is as it is
    double most_evaluations = 0;   ///< 0: no limit; else advance() ends early, see AdaptiveIntegrator
    double smallest_step = 1e-12;  ///< relative to the interval: below it the run stops with NumericalFailure
  };

  virtual ~TimeIntegrator() = default;
  /// Advances the state to exactly `end` (no sliver steps); calls `on_step` after each accepted step.
  /// NumericalFailure names the time, the step and the reason (non-finite value, step too small);
  /// std::logic_error for an end before state.time.
  virtual void advance(const EvolutionProblem &problem, EvolutionState &state, double end,
                       const std::function<void(const StepReport &)> &on_step) const = 0;
  virtual std::string name() const = 0;
  virtual int order() const = 0;
};

/// name: that of a registered OneStepMethod; InputError if there is none.
std::unique_ptr<TimeIntegrator> make_time_integrator(const std::string &name,
                                                     const TimeIntegrator::Options &options);

}  // namespace gammaflow
