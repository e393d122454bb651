// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/time/stages/stage.h>

#include <functional>
#include <optional>

namespace gammaflow
{
/// The stage equations of flows that are given by their metric G = K^-1 (L2, MMD, ridge MMD, spherical or
/// not):
///   G v = -(DF(U) - c),   U = base + h v  (signed fields),   U = exp(base + h zeta), v = U zeta (densities),
/// where c = 0, or the constant for which v has zero mass. K is never applied.
///
/// Newton's method for r(v) = -(G v + DF(U)) = 0 up to a constant. In the signed variable dU = h dv. In the
/// logarithmic one dU = h U dzeta and dv = U (1 + h zeta) dzeta =: y, hence dU = h y / (1 + h zeta). Both are
///   [G + h D F''(U) D] y = r,   D^2 = 1/(1 + h zeta)   (signed: D = 1)
/// exactly where F'' is local; where it is not (a kernel), D F'' D is the symmetric part of what is needed,
/// and the iteration converges linearly at a rate of order h zeta. Symmetric positive definite: conjugate
/// gradients in x = sqrt(w d) y, d = F''(U) 1 / (1 + h zeta), in which the system is h plus a compact
/// operator.
///
/// An error e of the rate obeys h |sqrt(d) e| <= |r / sqrt(d)| in L2, for convex local energies. So the
/// iteration stops when |r / sqrt(d)| <= tolerance |sqrt(d) U|: a relative error of the state, whatever G is.
class MetricStage final : public Stage
{
 public:
  MetricStage(const Flow &flow, double tolerance, unsigned iterations);

  /// False where there is no solution with 1 + h zeta > 0, too. Nothing depends on time.
  bool solve(double time, const Vector &base, double step, Vector &dy) override;
  const Vector &rate() const override { return rate_; }

 private:
  class System;
  /// The symbol of G + h D F'' D where both are functions of the Laplacian, or nearly so: a preconditioner.
  bool symbol(double step, std::function<double(double)> &result) const;
  bool diagonal(double step) const;
  bool solve_linear(const Vector &base, double step, Vector &dy);
  bool evaluate(const Vector &base, double step, const Vector &dy);
  bool correct(double step, std::optional<double> reduction);
  double change_of_state(double step) const;

  const bool positive_, zero_mass_;
  /// g of an intrinsic kernel that is the metric, or the second variation; empty otherwise.
  std::function<double(double)> metric_symbol_, energy_symbol_;
  Vector ones_, rate_, image_, residual_, stretch_, weight_, metric_diagonal_;
  Vector trial_, correction_;
  double residual_norm_ = 0, target_ = 0, state_norm_ = 0;
};

}  // namespace gammaflow
