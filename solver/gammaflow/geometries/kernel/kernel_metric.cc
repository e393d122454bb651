// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/kernel/kernel_metric.h>

#include <utility>

namespace gammaflow
{
KernelMetricGeometry::KernelMetricGeometry(const Context &context,
                                           std::shared_ptr<const KernelOperator> metric, const double lambda,
                                           const std::string &purpose)
    : Geometry(context.space),
      lambda_(lambda),
      metric_(std::move(metric)),
      inverse_(metric_, lambda, SolverOptions(context.parameters), purpose)
{
}

unsigned KernelMetricGeometry::onsager_apply(const Vector & /*u*/, const Vector &xi, Vector &v) const
{
  return inverse_.apply(xi, v);
}

double KernelMetricGeometry::primal_dissipation(const Vector & /*u*/, const Vector &v) const
{
  Vector xi = space().zero();
  metric_apply(v, xi);
  return 0.5 * space().inner(v, xi);
}

double KernelMetricGeometry::primal_dissipation_along(const Vector &u, const Vector & /*xi*/,
                                                      const Vector &v) const
{
  return primal_dissipation(u, v);
}

PrimalParts KernelMetricGeometry::primal_parts(const Vector & /*u*/, const Vector & /*xi*/,
                                               const Vector &v) const
{
  Vector image = space().zero();
  metric_->apply(v, image);
  return {0.5 * space().inner(v, image), 0.5 * lambda_ * space().inner(v, v)};
}

void KernelMetricGeometry::metric_apply(const Vector &v, Vector &xi) const
{
  metric_->apply(v, xi);
  if (lambda_ > 0) xi.add(lambda_, v);
}

void KernelMetricGeometry::metric_diagonal(Vector &d) const
{
  metric_->diagonal(d);
  d.add(lambda_);
}

}  // namespace gammaflow
