// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/exact/spherical.h>
#include <gammaflow/geometries/kernel/kernel_inverse.h>
#include <gammaflow/geometries/kernel/limit_h_minus_1.h>
#include <gammaflow/geometries/rate_cost.h>
#include <gammaflow/kernels/potential_operator.h>

#include <limits>

namespace gammaflow
{
namespace
{
/// K xi = -div(Kf grad xi) = L g(L) xi for a kernel Kf = g(L): the fluxes of H-1, averaged. On boxes one
/// function of the Laplacian. Bounded by max lambda g(lambda): 2/(e sigma^2) for the Gaussian, 1/l^2 for the
/// Matern kernel with s = 1. With Kf = 1 - (m/2) L + O(m^2) the limit is L xi, H-1, of order 2.
///   R(v) = 1/2 <v, L^+ Kf^-1 v> for rates of zero mass.
class KernelHMinus1 final : public Geometry, public BoundsRateCost
{
 public:
  explicit KernelHMinus1(const Context &context)
      : Geometry(context.space),
        kernel_(context.kernel),
        inverse_(context.kernel, 0, SolverOptions(context.parameters), "kernel H-1"),
        inverse_laplacian_(context.space->laplacian().prepare(SpectralFunction::pseudo_inverse()))
  {
    const IntrinsicKernel &kernel =
        function_of_laplacian(context.parameters, *kernel_, "the operator L Kf of 'kernel H-1'");
    if (space().laplacian().exact())
      whole_ = space().laplacian().prepare(SpectralFunction::general(
          [g = kernel.symbol().g](double lambda) { return lambda * g(lambda); }, "L g(L)"));
  }

  unsigned onsager_apply(const Vector &, const Vector &xi, Vector &v) const override
  {
    if (whole_)
      whole_->apply(xi, v);
    else {
      Vector averaged = xi;
      kernel_->apply(xi, averaged);
      space().laplacian().laplacian(averaged, v);
    }
    v.add(-space().integrate(v) / space().volume());  // round-off
    return 0;
  }
  double primal_dissipation(const Vector &, const Vector &v) const override
  {
    if (has_mass(space(), v)) return std::numeric_limits<double>::infinity();
    Vector potential = space().zero(), rest = v, xi = v;
    rest.add(-space().integrate(v) / space().volume());
    inverse_laplacian_->apply(rest, potential);
    inverse_.apply(potential, xi);
    return 0.5 * space().inner(v, xi);
  }
  RateCost rate_cost(const Vector &u, const Vector &v) const override
  {
    return kernel_->has_inverse() ? exact_cost(primal_dissipation(u, v)) : range_cost(*this, u, v);
  }
  bool zero_mass_rates() const override { return true; }

 private:
  std::shared_ptr<const KernelOperator> kernel_;
  KernelInverse inverse_;
  std::unique_ptr<const SpectralOperator> inverse_laplacian_;
  std::unique_ptr<const SpectralOperator> whole_;  ///< L g(L), where every function of L is at hand
};

const RegisterGeometry registered("kernel H-1",
                                  Geometry::Traits("-div(Kf grad xi), Kf a function of the Laplacian",
                                                   StateDomain::signed_field)
                                      .with_kernel()
                                      .conserving_mass()
                                      .tending_to({tends_to_h_minus_1()}),
                                  [](const Geometry::Context &context) {
                                    return std::make_unique<KernelHMinus1>(context);
                                  });
}  // namespace
}  // namespace gammaflow
