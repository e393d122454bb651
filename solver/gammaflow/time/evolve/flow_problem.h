// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>
#include <gammaflow/flow/trajectory.h>
#include <gammaflow/time/evolve/evolve.h>
#include <gammaflow/time/integrators/time_integrator.h>
#include <gammaflow/time/stages/collocation_step.h>
#include <gammaflow/time/stages/relative_worth.h>
#include <gammaflow/time/stages/state_size.h>
#include <gammaflow/time/stages/step_abilities.h>

#include <memory>

namespace gammaflow
{
/// A flow as the problem of an integrator. The variable is z = log u for positive densities, u for signed
/// fields:
///   z' = -K(u) DF(u) / u,   u = m0 e^z / int e^z  where the flow conserves the mass m0, else u = e^z.
/// With R and R* as quadratures, in units of dissipation_scale().
class FlowProblem
{
 public:
  FlowProblem(const Flow &flow, double tolerance, double solver_tolerance, unsigned solver_iterations);
  FlowProblem(const Flow &flow, const EvolveOptions &options);
  FlowProblem(const FlowProblem &) = delete;
  FlowProblem &operator=(const FlowProblem &) = delete;

  /// Callbacks that refer to this object.
  EvolutionProblem callbacks();

  const StepAbilities &abilities() const { return abilities_; }

  /// y = log u or u, and the inverse (with the mass m0 where the flow conserves it).
  void variable_of(const Vector &u, Vector &y) const;
  void state_of(const Vector &y, Vector &u) const;
  /// Relative deviation of int e^z from the mass that is conserved; 0 for other flows.
  double mass_drift(const Vector &y) const;

  /// R and R* at one time.
  struct Rates {
    double primal = 0, dual = 0;
  };
  /// R(u, u') and R*(u, -DF) at a state, for the ledger. Where K is unbounded and only its inverse is given,
  /// the rate is that of an implicit Euler step of length `step`.
  Rates rates(const Vector &u, double step);

  double initial_energy() const { return initial_energy_; }
  /// See energy_scale(): the error of the balance is relative to it.
  double dissipation_scale() const { return dissipation_scale_; }
  /// Linear and inner iterations since the last call.
  unsigned take_iterations();
  /// Drops preconditioners and guesses of earlier steps, which an evolution resumed from a file does not
  /// have.
  void forget();

 private:
  void rate(double t, const Vector &y, Vector &dy, EvolutionProblem::Quadratures &integrands);
  void force(double t, Vector &v) const;
  bool solve_stage(double t, const Vector &base, double step, Vector &dy,
                   EvolutionProblem::Quadratures &integrands);
  bool structure_step(const Vector &y, double step, unsigned stages, Vector &y_new,
                      EvolutionProblem::Quadratures &increments);
  std::string explain(const Vector &y);
  std::string explain_bounds() const;
  std::string explain_tails() const;
  Rates dissipation(const Vector &u, const Vector &force, const Vector &v) const;

  const Flow &flow_;
  const StepAbilities abilities_;
  const double initial_mass_, initial_energy_;
  const double dissipation_scale_;
  std::unique_ptr<Stage> stage_;  ///< made when it is asked for
  const StateSize size_;
  const RelativeWorth relative_worth_;
  std::unique_ptr<CollocationStep> collocation_;  ///< of the number of stages that was last asked for
  const double tolerance_, solver_tolerance_;
  const unsigned solver_iterations_;
  unsigned iterations_ = 0;
  Vector u_, v_, force_;
};

}  // namespace gammaflow
