// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/transport.h>

#include <functional>
#include <memory>

namespace gammaflow
{
/// K(u) xi = G* theta(rho_q) G xi, which is -div(theta(rho) grad xi), with the mobility at the points of the
/// field (TransportGeometry).
class StaggeredMobility final : public TransportGeometry
{
 public:
  /// The mobility at one point.
  struct Value {
    double value, slope;  ///< theta and its derivative
  };
  using Mobility = std::function<Value(double rho)>;

  StaggeredMobility(const Context &context, Mobility theta);

  StepKind step_kind() const override { return StepKind::diffusive; }
  /// theta and its slope at the nodes: the same operator with another quadrature.
  std::shared_ptr<const OnsagerCoefficients> coefficients(const Vector &u) const override;
  void onsager_derivative(const Vector &u, const Vector &y, const Vector &xi, Vector &out) const override;
  double symbol(double lambda, double density) const override { return theta_(density).value * lambda; }

 private:
  unsigned flux(const Field &rho, const Field &g, Field &j) const override;
  /// 1/2 int j^2 / theta
  FluxCost flux_cost(const Field &rho, const Field &j) const override;

  const Mobility theta_;
  StateCache<OnsagerCoefficients> coefficients_;
};

/// Whether geometry/gradients is `staggered`; `otherwise` where it is auto.
bool staggered_gradients(const Geometry::Context &context, bool otherwise);
/// -div(theta(rho) grad xi) as `geometry/gradients` says, auto: staggered on boxes.
std::unique_ptr<Geometry> make_mobility_geometry(const Geometry::Context &context,
                                                 const StaggeredMobility::Mobility &theta);

}  // namespace gammaflow
