// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/exact/spherical.h>
#include <gammaflow/kernels/kernel_average.h>

#include <limits>

namespace gammaflow
{
namespace
{
constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

/// K(rho) xi = rho Kf(rho xi)/Kf(rho): the regression of Nadaraya (1964) and Watson (1964) for the force.
/// Not symmetric: neither potential exists, and both are given as not-a-number. The regression reproduces
/// constants, so that `spherical` subtracts the mean of the regressed force,
///   rho (f - int f rho / int rho),  f = Kf(rho xi)/Kf(rho).
class NadarayaWatson final : public Geometry
{
 public:
  NadarayaWatson(const Context &context, bool spherical)
      : Geometry(context.space),
        kernel_(context.kernel, context.parameters.number("memory", "limit")),
        spherical_(spherical)
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
    Vector q = space().zero(), weighted = xi;
    const KernelOperator &kernel = kernel_average(kernel_, u, "Nadaraya-Watson Fisher-Rao", q);
    weighted.scale(u);
    kernel.apply(weighted, f);
    for (std::size_t i = 0; i < size(f); ++i) data(f)[i] /= data(q)[i];
    // The second time removes the round-off of the first, whose size is that of the mean.
    for (int i = 0; spherical_ && i < 2; ++i) f.add(-space().inner(f, u) / space().integrate(u));
    return 0;
  }
  double dual_dissipation(const Vector &, const Vector &) const override { return no_number; }
  double primal_dissipation(const Vector &, const Vector &) const override { return no_number; }
  double primal_dissipation_along(const Vector &, const Vector &, const Vector &) const override
  {
    return no_number;
  }
  bool zero_mass_rates() const override { return spherical_; }

 private:
  PositiveSums kernel_;
  bool spherical_;
};

Geometry::Traits traits()
{
  return Geometry::Traits("rho Kf(rho xi)/Kf(rho), not symmetric: no gradient structure")
      .with_kernel()
      .without_gradient_structure()
      .tending_to({{"bandwidth",
                    "Fisher-Rao",
                    "",
                    2,
                    "density and force compatible with the boundary, kernel of finite variance",
                    {"force level at walls", "density level at walls", "kernel of finite variance",
                     "smooth data", "bandwidth below the data's lengths"}}});
}

Geometry::Traits traits_of_spherical()
{
  Geometry::Traits result = spherical_traits("Nadaraya-Watson Fisher-Rao", traits());
  result.summary =
      "rho (f - int f rho / int rho), f = Kf(rho xi)/Kf(rho), not symmetric: no gradient structure";
  return result;
}

const RegisterGeometry registered("Nadaraya-Watson Fisher-Rao", traits(),
                                  [](const Geometry::Context &context) {
                                    return std::make_unique<NadarayaWatson>(context, false);
                                  });
const RegisterGeometry spherical("spherical Nadaraya-Watson Fisher-Rao", traits_of_spherical(),
                                 [](const Geometry::Context &context) {
                                   return std::make_unique<NadarayaWatson>(context, true);
                                 });
}  // namespace
}  // namespace gammaflow
