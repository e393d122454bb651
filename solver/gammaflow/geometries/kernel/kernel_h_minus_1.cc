// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/exact/spherical.h>
#include <gammaflow/geometries/force_of_rate.h>
#include <gammaflow/geometries/holds_operators.h>
#include <gammaflow/geometries/kernel/field_kernel.h>
#include <gammaflow/geometries/kernel/kernel_inverse.h>
#include <gammaflow/geometries/kernel/limit_h_minus_1.h>
#include <gammaflow/geometries/rate_cost.h>
#include <gammaflow/geometries/transport.h>
#include <gammaflow/kernels/potential_operator.h>

#include <functional>
#include <limits>

namespace gammaflow
{
namespace
{
/// K xi = -div(Kf grad xi) = L g(L) xi for a kernel Kf = g(L): the fluxes of H-1, averaged. On boxes one
/// function of the Laplacian. Bounded by max lambda g(lambda): 2/(e sigma^2) for the Gaussian, 1/l^2 for the
/// Matern kernel with s = 1. With Kf = 1 - (m/2) L + O(m^2) the limit is L xi, H-1, of order 2.
///   R(v) = 1/2 <v, L^+ Kf^-1 v> for rates of zero mass.
/// Steps are explicit but for the Matern kernel with s = 1 and energies with gradients, whose rates kappa
/// lambda/l^2 grow with the mesh.
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
    if (!space().laplacian().exact()) return;
    symbol_ = [g = kernel.symbol().g](double lambda) { return lambda * g(lambda); };
    whole_ = space().laplacian().prepare(SpectralFunction::general(symbol_, "L g(L)"));
    const SpectralFunction *inverse = kernel_->differential_inverse();
    stiff_with_gradients_ = inverse != nullptr && inverse->smoothness == 1;
  }

  /// Where implicit steps serve: those of bandwidth zero, H-1, as a bound; K does not depend on the state.
  std::shared_ptr<const OnsagerCoefficients> coefficients(const Vector &u) const override
  {
    if (!stiff_with_gradients_) return nullptr;
    auto result = std::make_shared<OnsagerCoefficients>();
    result->mobility = result->mobility_slope = result->reaction = result->reaction_slope = space().zero();
    result->mobility = 1.;
    return size(u) > 0 ? result : nullptr;
  }
  OnsagerStructure structure() const override
  {
    if (!stiff_with_gradients_) return {};
    return {{}, nullptr, nullptr, [this](double lambda, double /*density*/) { return symbol_(lambda); }};
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
  std::function<double(double)> symbol_;
  bool stiff_with_gradients_ = false;
};

/// G* Kf G for a kernel of free space on a box, with the gradient G at staggered points: symmetric, although
/// Kf does not commute with L. It does not make fluxes vanish at walls, where they are cut off;
/// kernel/boundary = conditioned does.
class FreeSpaceKernelHMinus1 final : public Geometry, public BoundsRateCost, public HoldsOperators
{
 public:
  explicit FreeSpaceKernelHMinus1(const Context &context)
      : Geometry(context.space),
        fields_(StaggeredFields::of(*context.space)),
        kernel_(make_field_kernel(context.parameters, context.kernel->shared_kernel(), space(), fields_)),
        inverse_laplacian_(space().laplacian().prepare(SpectralFunction::pseudo_inverse()))
  {
  }
  unsigned onsager_apply(const Vector &, const Vector &xi, Vector &v) const override
  {
    const StaggeredFields::Field g = fields_->gradient(xi);
    StaggeredFields::Field j = g;
    for (unsigned d = 0; d < fields_->dim(); ++d) kernel_->apply(d, g[d], j[d]);
    fields_->divergence(j, v);
    return 0;
  }
  /// <psi, v> - 1/2 <psi, K psi> with K psi = v by conjugate gradients.
  double primal_dissipation(const Vector &u, const Vector &v) const override
  {
    if (has_mass(space(), v)) return std::numeric_limits<double>::infinity();
    if (v.linfty_norm() == 0) return 0;
    return force_of_rate(
               space(), [&](const Vector &x, Vector &y) { onsager_apply(u, x, y); },
               [&](const Vector &x, Vector &y) { inverse_laplacian_->apply(x, y); }, v, "kernel H-1")
        .cost;
  }
  RateCost rate_cost(const Vector &u, const Vector &v) const override { return range_cost(*this, u, v); }
  bool zero_mass_rates() const override { return true; }
  double operator_bytes() const override { return kernel_->memory(); }

 private:
  std::shared_ptr<const StaggeredFields> fields_;
  std::shared_ptr<const FieldKernel> kernel_;
  std::unique_ptr<const SpectralOperator> inverse_laplacian_;
};

LimitDeclaration limit()
{
  LimitDeclaration result = tends_to_h_minus_1();
  result.conditions.push_back("kernel compatible with walls");
  return result;
}

const RegisterGeometry registered("kernel H-1",
                                  Geometry::Traits("-div(Kf grad xi)", StateDomain::signed_field)
                                      .with_kernel()
                                      .conserving_mass()
                                      .tending_to({limit()}),
                                  [](const Geometry::Context &context) -> std::unique_ptr<Geometry> {
                                    if (!context.kernel->kernel().intrinsic() &&
                                        context.space->tensor_grid() != nullptr)
                                      return std::make_unique<FreeSpaceKernelHMinus1>(context);
                                    return std::make_unique<KernelHMinus1>(context);
                                  });
const DeclareVelocities fluxes("kernel H-1");
}  // namespace
}  // namespace gammaflow
