// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/time/linear/collocation_preconditioner.h>
#include <gammaflow/time/linear/linearized_flow.h>
#include <gammaflow/time/stages/state_size.h>

#include <memory>
#include <vector>

namespace gammaflow
{
/// A step of energy-preserving collocation: continuous Petrov-Galerkin in time with u of degree s, whose K is
/// taken at the s Gauss points c_i (Hairer, JNAIAM 5, 2010; Cohen and Hairer, BIT 51, 2011). With Lagrange's
/// polynomials l_i of the Gauss points on [0,1],
///   u(tau) = u0 + h sum_j v_j int_0^tau l_j,   v_i = -K(u(c_i)) xi_i,   xi_i = 1/b_i int_0^1 l_i DF(u(tau))
///   dtau:
/// xi is the projection of DF to polynomials of degree s-1. As u' is one,
///   F(u1) - F(u0) = int <DF(u), u'> = h sum b_i <xi_i, v_i> = -h sum b_i <xi_i, K xi_i>:
/// energy and dissipation balance exactly, for every h. s = 1 is the averaged vector field (discrete
/// gradient) method of order 2 with K at the midpoint, s = 2 has order 4. Mass is linear, and kept. The
/// integrals of DF are Gauss sums of so many points that they are exact to round-off where a step does not
/// change the state by an order of magnitude.
/// Newton's method for all v_i together; in units of u0 for densities, which must stay positive along the
/// whole step.
class CollocationStep
{
 public:
  /// What one step dissipates.
  struct Dissipated {
    double primal = 0, dual = 0;  ///< int R, int R*
  };

  CollocationStep(const Flow &flow, unsigned stages, double tolerance, unsigned iterations);

  /// u1 from u0 (a flow that depends on time has no balance to keep); false where the iteration does not
  /// converge or the state would not be positive.
  bool solve(const Vector &u0, double step, Vector &u1, Dissipated &dissipated);

  unsigned stages() const { return stages_; }
  unsigned iterations() const { return iterations_; }
  const CollocationPreconditioner &preconditioner() const { return *preconditioner_; }

 private:
  bool newton(const Vector &u0, double step);
  bool evaluate(const Vector &u0, double step);
  bool correct(double step, double forcing_term);
  void operate(double step, const Vector &z, Vector &out) const;
  void state_at(const Vector &u0, double step, const std::vector<double> &integrals, Vector &u) const;
  void keep_mass(const Vector &u0);

  const Flow &flow_;
  const unsigned stages_, max_iterations_;
  const double tolerance_;
  const std::size_t n_;
  const StateSize size_;
  unsigned iterations_ = 0;

  // The method: a_ij = int_0^(c_i) l_j; the quadrature: integrals_[q][j] = int_0^(tau_q) l_j, and
  // projection_[i][q] = w_q l_i(tau_q) / b_i.
  std::vector<std::vector<double>> a_, integrals_, projection_;
  std::vector<double> c_, b_;

  std::vector<Vector> rates_, forces_;         ///< v_i, xi_i
  std::vector<Vector> stage_states_, states_;  ///< at the Gauss points, at the quadrature points
  Vector scale_, residual_, correction_;       ///< blocks of all stages, one after the other
  double size_of_state_ = 1;
  double residual_norm_ = 0, residual_largest_ = 0;
  std::vector<LinearizedFlow> linearized_;
  std::unique_ptr<CollocationPreconditioner> preconditioner_;
  mutable Vector y_, w_, sum_;
};

}  // namespace gammaflow
