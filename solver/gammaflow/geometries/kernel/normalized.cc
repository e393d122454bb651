// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/exact/spherical.h>
#include <gammaflow/geometries/kernel/kernel_inverse.h>
#include <gammaflow/geometries/kernel/kernel_space_norm.h>
#include <gammaflow/kernels/kernel_average.h>

#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
/// K(rho) xi = a Kf(a xi),  a = rho q^-1/2,  q = Kf rho: the kernel matrix of the density, normalized on both
/// sides. q -> rho and a -> rho^1/2 for small bandwidth, hence K -> rho xi, Fisher-Rao.
///   R(rho, v) = 1/2 |v/a|_H^2.
class NormalizedFisherRao final : public Geometry, public BoundsRateCost
{
 public:
  explicit NormalizedFisherRao(const Context &context)
      : Geometry(context.space),
        kernel_(context.kernel, context.parameters.number("memory", "limit")),
        inverse_(context.kernel, 0, SolverOptions(context.parameters), "normalized Fisher-Rao")
  {
  }

  unsigned onsager_apply(const Vector &u, const Vector &xi, Vector &v) const override
  {
    relative_onsager_apply(u, xi, v);
    v.scale(u);
    return 0;
  }
  /// q^-1/2 Kf(q^-1/2 rho xi)
  unsigned relative_onsager_apply(const Vector &u, const Vector &xi, Vector &f) const override
  {
    Vector root = space().zero(), weighted = root;
    const KernelOperator &kernel = kernel_average(kernel_, u, "normalized Fisher-Rao", root);
    for (std::size_t i = 0; i < size(u); ++i) {
      data(root)[i] = 1 / std::sqrt(data(root)[i]);
      data(weighted)[i] = data(root)[i] * data(u)[i] * data(xi)[i];
    }
    kernel.apply(weighted, f);
    f.scale(root);
    return 0;
  }
  double primal_dissipation(const Vector &u, const Vector &v) const override
  {
    Vector q = space().zero(), f = q;
    kernel_average(kernel_, u, "normalized Fisher-Rao", q);
    if (!divide(v, u, f)) return std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < size(u); ++i) data(f)[i] *= std::sqrt(data(q)[i]);
    return 0.5 * inverse_.quadratic_form(f);
  }
  RateCost rate_cost(const Vector &u, const Vector &v) const override
  {
    Vector a = u;
    const KernelOperator &kernel = kernel_average(kernel_, u, "normalized Fisher-Rao", a);
    for (std::size_t i = 0; i < size(u); ++i) data(a)[i] = data(u)[i] / std::sqrt(data(a)[i]);
    return cost_of_growth(kernel, 1, a, v, false);
  }

 private:
  PositiveSums kernel_;
  KernelInverse inverse_;
};

const RegisterGeometry registered(
    "normalized Fisher-Rao",
    Geometry::Traits("rho q^-1/2 Kf(q^-1/2 rho xi), q = Kf rho")
        .with_kernel()
        .tending_to({{"bandwidth",
                      "Fisher-Rao",
                      "",
                      2,
                      "density and force compatible with the boundary, kernel of finite variance",
                      {"force level at walls", "density level at walls", "kernel compatible with walls",
                       "kernel of finite variance", "smooth data", "bandwidth below the data's lengths"}}}),
    [](const Geometry::Context &context) { return std::make_unique<NormalizedFisherRao>(context); },
    Spherical::also);
}  // namespace
}  // namespace gammaflow
