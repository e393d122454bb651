// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/kernel/kernel_inverse.h>
#include <gammaflow/geometries/primal_parts.h>
#include <gammaflow/geometries/rate_cost.h>

#include <memory>
#include <string>

namespace gammaflow
{
/// A geometry whose metric is a kernel operator G = Kf + lambda, the same at every state:
///   G v = (Kf + lambda) v,   K xi = (Kf + lambda)^-1 xi,   R(v) = 1/2 <v, Kf v> + lambda/2 |v|^2.
/// K is unbounded or nearly so for small lambda: time steps are implicit and need G alone.
class KernelMetricGeometry : public Geometry, public BoundsRateCost, public SplitsPrimal
{
 public:
  /// `purpose` is named where a solve fails.
  KernelMetricGeometry(const Context &context, std::shared_ptr<const KernelOperator> metric, double lambda,
                       const std::string &purpose);

  unsigned onsager_apply(const Vector &u, const Vector &xi, Vector &v) const final;
  double primal_dissipation(const Vector &u, const Vector &v) const final;
  double primal_dissipation_along(const Vector &u, const Vector &xi, const Vector &v) const final;
  RateCost rate_cost(const Vector &u, const Vector &v) const final
  {
    return exact_cost(primal_dissipation(u, v));
  }
  bool has_parts() const final { return lambda_ > 0; }
  /// With a ridge: 1/2 <v, Kf v> and lambda/2 |v|^2.
  PrimalParts primal_parts(const Vector &u, const Vector &xi, const Vector &v) const final;
  StepKind step_kind() const final { return StepKind::metric; }
  void metric_apply(const Vector &v, Vector &xi) const final;
  void metric_diagonal(Vector &d) const final;
  OnsagerStructure structure() const override
  {
    const KernelOperator *kernel = lambda_ > 0 ? nullptr : metric_.get();
    return {{}, kernel, kernel};
  }

 private:
  double lambda_;
  std::shared_ptr<const KernelOperator> metric_;
  KernelInverse inverse_;
};

}  // namespace gammaflow
