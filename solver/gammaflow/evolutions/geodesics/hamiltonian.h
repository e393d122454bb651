// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/evolutions/geodesics/breakdown.h>
#include <gammaflow/flow/trajectory.h>
#include <gammaflow/time/evolve/dense_trajectory.h>
#include <gammaflow/time/evolve/evolve.h>
#include <gammaflow/time/integrators/time_integrator.h>

#include <functional>
#include <memory>
#include <vector>

namespace gammaflow
{
/// The Hamiltonian system of geodesics with H(rho, xi) = 1/2 <xi, K(rho) xi>,
///   rho' = K(rho) xi,   xi' = -dH/drho:   Fisher-Rao -xi^2/2, Wasserstein -|grad xi|^2/2,
/// of the discrete H, which is therefore conserved up to the error in time; any mesh and dimension. The
/// unknown y is (rho, xi).
class HamiltonianSystem
{
 public:
  /// By the explicit integrator (auto: fehlberg78), tolerance and largest step of the options, up to the last
  /// of options.output_times. rho0, xi0: nodal values.
  HamiltonianSystem(HamiltonianGeometry geometry, std::shared_ptr<const Space> space, const Vector &rho0,
                    const Vector &xi0, const EvolveOptions &options);

  /// NumericalFailure, with the time, where the system ends before the last output: a density that reaches
  /// zero (Fisher-Rao), a shock or a vacuum at a wall (Wasserstein in one dimension).
  void check_breakdown() const;
  /// The state y = (rho0, xi0) at t = 0.
  EvolutionState start() const;
  /// NumericalFailure where on the way the density reaches zero (Fisher-Rao) or falls below -0.1 max rho0
  /// (Wasserstein).
  void advance(EvolutionState &state, double end,
               const std::function<void(const StepReport &)> &on_step) const;
  Vector density(const Vector &y) const;
  /// y with another density.
  Vector with_density(const Vector &y, const Vector &rho) const;
  /// geodesic_row() with the energy H, which is half of the squared speed.
  LedgerRow row(double time, const Vector &y) const;

 private:
  Vector potential(const Vector &y) const;
  void derivative(const Vector &rho, const Vector &xi, Vector &d_rho, Vector &d_xi) const;

  const HamiltonianGeometry geometry_;
  const std::shared_ptr<const Space> space_;
  const Vector rho0_, xi0_;
  const EvolveOptions options_;
  EvolutionProblem problem_;
  std::unique_ptr<TimeIntegrator> integrator_;
};

/// The system at the output times, after check_breakdown().
Trajectory hamiltonian_geodesic(const HamiltonianSystem &system, std::shared_ptr<const Space> space,
                                const std::vector<double> &times);

/// That trajectory at any time. The potentials at the outputs, which are not stored, are computed anew.
class DenseHamiltonian : public DenseTrajectory
{
 public:
  DenseHamiltonian(std::unique_ptr<const HamiltonianSystem> system, const Trajectory &trajectory);

 protected:
  Start start_of(std::size_t n) const override;
  Vector advanced(double from, const Vector &y, double to, double step, const OnStep &on_step) const override;
  Vector state_of(const Vector &y) const override { return system_->density(y); }

 private:
  std::unique_ptr<const HamiltonianSystem> system_;
  mutable std::vector<EvolutionState> at_outputs_;  ///< as far as they were needed
};

}  // namespace gammaflow
