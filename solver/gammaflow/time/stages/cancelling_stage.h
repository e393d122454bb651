// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/time/stages/stage.h>

namespace gammaflow
{
/// Where the metric is a kernel operator, G = Kf, and the energy's force is made with the same one, DF(u) =
/// Kf eta, both cancel: v = -(eta - c Kf^-1 1). The inverse of the kernel is never applied.
bool metric_cancels(const Flow &flow);

/// v = -eta(u), less its mean where rates have no mass, for flows with metric_cancels().
void cancelled_rate(const Flow &flow, const Vector &u, Vector &v);

/// The stage equations of such flows of signed fields. eta = u - pi and U = base + h v make
///   v = -eta(base) / (1 + h)   (less the mean, with zero mass).
/// That eta has slope 1 is checked: -eta(U) must be v. Where it is not, another stage solves the equations.
class CancellingStage final : public Stage
{
 public:
  CancellingStage(const Flow &flow, double tolerance, unsigned iterations);

  bool solve(double time, const Vector &base, double step, Vector &dy) override;
  const Vector &rate() const override { return rate_; }

 private:
  bool cancel(const Vector &base, double step, Vector &dy);

  std::unique_ptr<Stage> other_;  ///< made where eta has another slope
  Vector rate_;
};

}  // namespace gammaflow
