// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/time/stages/stage.h>

#include <functional>
#include <memory>
#include <vector>

namespace gammaflow
{
/// The stage equations (StepKind::field_in_metric) of signed fields in geometries that are given by their
/// metric G = K^-1 alone (MMD, ridge MMD, spherical or not), for energies that contain derivatives or are not
/// convex, and with sources:
///   G (v - s) = -(DF(U) - c),   U = base + h v,
/// c = 0, or the constant for which v has no mass. Newton's method with [G + h D^2F(U)] y = r, symmetric but
/// not always definite. G is a function of the Laplacian, exactly (intrinsic kernels) or nearly (free space),
/// so that
///   P = g(L) + h (kappa L + e(L) + f),   f the mean of the local part of D^2F, e of its
///   structure().symbol,
/// is inverted by fast diagonalization. As G damps high frequencies, the residual itself says nothing about
/// the error of the rate: GMRES solves P^-1 [G + h D^2F] y = P^-1 r, whose residual is nearly that error. A
/// step so long that P is not positive (unstable modes that the metric hardly resists) is refused.
class MetricFieldStage final : public Stage
{
 public:
  MetricFieldStage(const Flow &flow, double tolerance, unsigned iterations);

  bool solve(double time, const Vector &base, double step, Vector &v) override;
  const Vector &rate() const override { return rate_; }

 private:
  void evaluate(const Vector &base, double step, const Vector &v);
  bool prepare(double step);
  bool correct(double step, double reduction);
  void operate(double step, const Vector &y, Vector &out) const;
  void project(Vector &v) const;

  std::function<double(double)> metric_symbol_;  ///< g
  std::unique_ptr<SpectralOperator> inverse_;    ///< P^-1
  Vector rate_, residual_, correction_, source_, trial_;
  mutable Vector work_;
  double residual_norm_ = 0;  ///< |P^-1 r|
};

}  // namespace gammaflow
