// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/rate_cost.h>

#include <functional>

namespace gammaflow
{
/// Geometries whose Onsager operator is a multiplication by a mobility of the density,
///   K(rho) xi = rho phi(rho) xi,   R* = 1/2 int rho phi xi^2,   R(rho, v) = 1/2 int v^2 / (rho phi).
/// Written with the relative mobility phi = theta(rho)/rho, so that the growth rate phi xi exists where rho
/// underflows.
class PointwiseGeometry final : public Geometry, public BoundsRateCost
{
 public:
  using Mobility = std::function<double(double rho)>;
  /// `relative_mobility`: phi as a function of rho.
  PointwiseGeometry(std::shared_ptr<const Space> space, Mobility relative_mobility);

  unsigned onsager_apply(const Vector &u, const Vector &xi, Vector &v) const override;
  unsigned relative_onsager_apply(const Vector &u, const Vector &xi, Vector &f) const override;
  /// Infinite where v does not vanish at a node with rho phi(rho) = 0.
  double primal_dissipation(const Vector &u, const Vector &v) const override;
  double primal_dissipation_along(const Vector &u, const Vector &xi, const Vector &v) const override;
  RateCost rate_cost(const Vector &u, const Vector &v) const override
  {
    return exact_cost(primal_dissipation(u, v));
  }

 private:
  Mobility phi_;
};

}  // namespace gammaflow
