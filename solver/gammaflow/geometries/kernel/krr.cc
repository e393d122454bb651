// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/exact/spherical.h>
#include <gammaflow/geometries/image_cost.h>
#include <gammaflow/geometries/kernel/kernel_inverse.h>
#include <gammaflow/geometries/kernel/kernel_space_norm.h>
#include <gammaflow/geometries/kernel/ridge_regression.h>
#include <gammaflow/geometries/lower_bound_proof.h>
#include <gammaflow/geometries/primal_parts.h>
#include <gammaflow/kernels/kernel_average.h>

#include <limits>

namespace gammaflow
{
namespace
{
/// K(rho) xi = rho f, f = (T_rho + lambda)^-1 T_rho xi: the force, regressed in the reproducing kernel space
/// H.
///   R(rho, v) = 1/2 int v^2/rho + lambda/2 |v/rho|_H^2,
/// the Fisher-Rao potential and a regularization that vanishes with lambda. For a fixed lambda and small
/// bandwidth T_rho -> rho, hence K -> rho^2/(rho + lambda) xi; with Kf = 1 - sigma^2/2 m L + ... the
/// difference of f to f_0 = rho xi/(rho + lambda) is -lambda (rho + lambda)^-1 (sigma^2/2) m L f_0: order 2.
class KernelRidgeFisherRao final : public Geometry,
                                   public BoundsRateCost,
                                   public KnowsImageCost,
                                   public SplitsPrimal
{
 public:
  explicit KernelRidgeFisherRao(const Context &context)
      : Geometry(context.space),
        kernel_(context.kernel),
        regression_(context.kernel, context.parameters.number("geometry", "ridge"),
                    SolverOptions(context.parameters)),
        inverse_(context.kernel, 0, regression_.options(), "KRR Fisher-Rao")
  {
  }

  unsigned onsager_apply(const Vector &u, const Vector &xi, Vector &v) const override
  {
    const unsigned iterations = relative_onsager_apply(u, xi, v);
    v.scale(u);
    return iterations;
  }
  unsigned relative_onsager_apply(const Vector &u, const Vector &xi, Vector &f) const override
  {
    return regression_.solve(u, xi, f);
  }
  double primal_dissipation(const Vector &u, const Vector &v) const override
  {
    Vector f = space().zero();
    if (!divide(v, u, f)) return std::numeric_limits<double>::infinity();
    return 0.5 * space().inner(v, f) + 0.5 * regression_.lambda() * inverse_.quadratic_form(f);
  }
  double image_cost(const Vector &u, const Vector &g) const override
  {
    Vector f = g;
    kernel_->apply(g, f);
    const double norm = space().inner(g, f);
    Vector rate = f;
    rate.scale(u);
    return 0.5 * space().inner(rate, f) + 0.5 * regression_.lambda() * norm;
  }
  RateCost rate_cost(const Vector &u, const Vector &v) const override
  {
    return cost_of_growth(*kernel_, regression_.lambda(), u, v, true);
  }
  /// f = Kf w with w = rho (xi - f)/lambda = (rho xi - v)/lambda, |f|_H^2 = <w, Kf w>: without an inverse,
  /// and without dividing by rho.
  double primal_dissipation_along(const Vector &u, const Vector &xi, const Vector &v) const override
  {
    return primal_parts(u, xi, v).sum();
  }
  PrimalParts primal_parts(const Vector &u, const Vector &xi, const Vector &v) const override
  {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    Vector f = space().zero(), w = f, image = f;
    if (!divide(v, u, f)) return {infinity, infinity};
    const double lambda = regression_.lambda();
    for (std::size_t i = 0; i < size(w); ++i) data(w)[i] = (data(u)[i] * data(xi)[i] - data(v)[i]) / lambda;
    kernel_->apply(w, image);
    return {0.5 * space().inner(v, f), 0.5 * lambda * space().inner(w, image)};
  }

 private:
  std::shared_ptr<const KernelOperator> kernel_;
  RidgeRegression regression_;
  KernelInverse inverse_;
};

const RegisterGeometry registered(
    "KRR Fisher-Rao",
    Geometry::Traits("rho (T_rho + lambda)^-1 T_rho xi, T_rho xi = Kf(rho xi), lambda = geometry/ridge")
        .reading({"ridge"})
        .with_kernel()
        .tending_to({{"ridge",
                      "Fisher-Rao",
                      "",
                      1,
                      "force in the range of the kernel, density bounded below; for Gaussian kernels, force "
                      "of few modes",
                      {"force level at walls", "kernel compatible with walls", "smooth data",
                       "force in modes that move", "density above the ridge"}},
                     {"bandwidth",
                      "saturating-mobility Fisher-Rao",
                      "",
                      2,
                      "fixed ridge; density and force compatible with the boundary, kernel of unit integral "
                      "and finite "
                      "variance",
                      {"force level at walls", "density level at walls", "kernel compatible with walls",
                       "kernel of unit integral", "kernel of finite variance", "smooth data",
                       "bandwidth below the data's lengths"}},
                     {"path",
                      "Fisher-Rao",
                      "",
                      1,
                      "ridge -> 0 along the path; order in the ridge; force in the range of the kernels, "
                      "which have unit "
                      "integral",
                      {"force level at walls", "kernel compatible with walls", "kernel of unit integral",
                       "force in modes that move", "density above the ridge"}}}),
    [](const Geometry::Context &context) { return std::make_unique<KernelRidgeFisherRao>(context); },
    Spherical::also);

const DeclareLowerBoundProof proof(
    {"KRR Fisher-Rao",
     {"ridge", "path"},
     "Fisher-Rao",
     {"KL", "inclusive-KL", "chi2", "power"},
     false,
     "R_lambda >= R, which is jointly lower semicontinuous, and R*_lambda is a "
     "supremum over smooth velocities of functionals that are continuous where w_e "
     "and w_e DF(w_e) converge in L1 (doc/lower-bound.md, 'Kernel ridge "
     "regression')."});
}  // namespace
}  // namespace gammaflow
