// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/exact/spherical.h>
#include <gammaflow/geometries/image_cost.h>
#include <gammaflow/geometries/kernel/kernel_inverse.h>
#include <gammaflow/geometries/kernel/kernel_space_norm.h>
#include <gammaflow/kernels/kernel_average.h>

#include <limits>

namespace gammaflow
{
namespace
{
/// K(rho) xi = rho T_rho xi = rho Kf(rho xi). The limit for small bandwidth is rho^2 xi, not rho xi.
///   R*(rho, xi) = 1/2 |Kf rho xi|_H^2,   R(rho, v) = 1/2 |v/rho|_H^2.
class SteinFisherRao final : public Geometry, public BoundsRateCost, public KnowsImageCost
{
 public:
  explicit SteinFisherRao(const Context &context)
      : Geometry(context.space),
        kernel_(context.kernel),
        inverse_(context.kernel, 0, SolverOptions(context.parameters), "Stein Fisher-Rao")
  {
  }

  unsigned onsager_apply(const Vector &u, const Vector &xi, Vector &v) const override
  {
    relative_onsager_apply(u, xi, v);
    v.scale(u);
    return 0;
  }
  unsigned relative_onsager_apply(const Vector &u, const Vector &xi, Vector &f) const override
  {
    Vector weighted = xi;
    weighted.scale(u);
    kernel_->apply(weighted, f);
    return 0;
  }
  double primal_dissipation(const Vector &u, const Vector &v) const override
  {
    Vector f = space().zero();
    return divide(v, u, f) ? 0.5 * inverse_.quadratic_form(f) : std::numeric_limits<double>::infinity();
  }
  double image_cost(const Vector &, const Vector &g) const override
  {
    Vector f = g;
    kernel_->apply(g, f);
    return 0.5 * space().inner(g, f);
  }
  RateCost rate_cost(const Vector &u, const Vector &v) const override
  {
    return cost_of_growth(*kernel_, 1, u, v, false);
  }

 private:
  std::shared_ptr<const KernelOperator> kernel_;
  KernelInverse inverse_;
};

const RegisterGeometry registered(
    "Stein Fisher-Rao",
    Geometry::Traits("rho Kf(rho xi)")
        .with_kernel()
        .tending_to(
            {{"bandwidth",
              "power-mobility Fisher-Rao",
              "geometry/exponent = 2",
              2,
              "density and force compatible with the boundary, kernel of unit integral and finite variance",
              {"force level at walls", "density level at walls", "kernel compatible with walls",
               "kernel of unit integral", "kernel of finite variance", "smooth data",
               "bandwidth below the data's lengths"}}}),
    [](const Geometry::Context &context) { return std::make_unique<SteinFisherRao>(context); },
    Spherical::also);
}  // namespace
}  // namespace gammaflow
