// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/registry.h>
#include <gammaflow/time/integrators/augmented_state.h>
#include <gammaflow/time/integrators/time_integrator.h>

#include <string>

namespace gammaflow
{
/// Thrown inside a trial step that cannot be completed: it is retried smaller.
struct StepRejected {
  std::string reason;
};

/// The formula of an adaptive method: one trial step with an error estimate. What happens with it
/// (acceptance, step control, landing on output times) is AdaptiveIntegrator's. A new one is registered with
/// one line, and is a value of time/integrator from then on.
class OneStepMethod
{
 public:
  struct Context {
  };
  /// What is known of a method by its name.
  struct Traits {
    std::string summary;  ///< what kind of method it is
    int order;
    StepEquations equations;
  };

  virtual ~OneStepMethod() = default;

  /// Forgets earlier steps and prepares the first step from x. May throw StepRejected.
  virtual void start(const EvolutionProblem &problem, double t, const AugmentedState &x) = 0;
  /// A guess of the first step that the local error allows; `size`: EvolutionProblem::size() of y.
  virtual double first_step(const AugmentedState &x, double size, double tolerance,
                            double interval) const = 0;
  /// Sets x_new = x(t + step) and the estimate of its error, entry by entry. StepRejected where a stage is
  /// inadmissible, non-finite or unsolved.
  virtual void attempt(const EvolutionProblem &problem, double t, const AugmentedState &x, double step,
                       AugmentedState &x_new, AugmentedState &error) = 0;
  /// The last attempt is taken and another step follows from (t, x). May throw StepRejected.
  virtual void proceed(const EvolutionProblem &problem, double t, const AugmentedState &x) = 0;

  /// The local error estimate goes with this power of the step.
  virtual int error_exponent() const = 0;
  /// Of rates or stage equations, since start().
  unsigned evaluations() const { return evaluations_; }

 protected:
  unsigned evaluations_ = 0;
};

/// Throws StepRejected unless y is finite and admissible.
void check_stage(const EvolutionProblem &problem, const Vector &y);
/// Throws StepRejected unless the rate and the integrands are finite.
void check_rate(const Vector &dy, const EvolutionProblem::Quadratures &integrands);

/// dx = the rate at a stage, both checked.
void evaluate_rate(const EvolutionProblem &problem, double t, const AugmentedState &x, AugmentedState &dx);
/// (h |rate| / (size + |x|))^exponent = tolerance, as if all derivatives were of the size of the first.
double first_explicit_step(const AugmentedState &x, const AugmentedState &rate, double size, double tolerance,
                           double interval, int exponent);

}  // namespace gammaflow
