// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/exact/differential.h>
#include <gammaflow/geometries/exact/spherical.h>
#include <gammaflow/geometries/holds_operators.h>
#include <gammaflow/geometries/image_cost.h>
#include <gammaflow/geometries/kernel/field_cost.h>
#include <gammaflow/geometries/kernel/field_regression.h>
#include <gammaflow/geometries/lower_bound_proof.h>
#include <gammaflow/geometries/primal_parts.h>
#include <gammaflow/geometries/transport.h>

#include <cmath>

namespace gammaflow
{
namespace
{
/// K(rho) xi = -div(rho f), f = (T_rho + lambda)^-1 T_rho grad xi for each component: the velocity of the
/// Wasserstein flow, regressed in the kernel's space (regularized Stein: He, Balasubramanian, Sriperumbudur
/// and Lu, 2211.07861).
///   R(rho, v) = min over f with -div(rho f) = v of 1/2 int rho |f|^2 + lambda/2 |f|_H^2.
/// (rho + lambda Kf^-1) f = rho grad xi, so that the derivative of f in the direction rho' is
///   (rho + lambda Kf^-1)^-1 [rho' (grad xi - f)]:   the same matrix once more.
/// Elliptic kernels (Matern) make f follow rough gradients, at rates up to (rho/lambda)^(1/s)/l^2: implicit
/// steps; others bound the rates by about 2 log(rho/lambda)/sigma^2.
class KernelRidgeWasserstein final : public TransportGeometry,
                                     public SplitsPrimal,
                                     public KnowsVelocityImageCost,
                                     public HoldsOperators
{
 public:
  explicit KernelRidgeWasserstein(const Context &context)
      : TransportGeometry(context, "KRR Wasserstein"),
        regression_(make_field_regression(
            make_field_kernel(context.parameters, context.kernel->shared_kernel(), space(),
                              StaggeredFields::of(space())),
            context.parameters.number("geometry", "ridge"), SolverOptions(context.parameters))),
        implicit_(context.kernel->differential_inverse() != nullptr)
  {
  }
  StepKind step_kind() const override { return implicit_ ? StepKind::diffusive : StepKind::explicit_rate; }
  SymbolAtDensity nonlocal_symbol() const override
  {
    return [this](double lambda, double density) { return symbol(lambda, density); };
  }
  double symbol(double lambda, double density) const override
  {
    const double g = regression_->kernel().symbol(lambda);
    return density * density * lambda * g / (density * g + regression_->lambda());
  }

  const FieldKernel &field_kernel() const override { return regression_->kernel(); }
  double operator_bytes() const override { return field_kernel().memory(); }
  double velocity_image_cost(const Vector &u, const Field &g) const override
  {
    const auto rho = density(u);
    Field f = g, flux = g;
    for (unsigned d = 0; d < fields().dim(); ++d) {
      field_kernel().apply(d, g[d], f[d]);
      flux[d] = (*rho)[d].cwiseProduct(f[d]);
    }
    return 0.5 * fields().inner(f, flux) + 0.5 * regression_->lambda() * fields().inner(g, f);
  }

  /// f = Kf w with w = rho (grad xi - f)/lambda, |f|_H^2 = <w, Kf w>, component by component.
  PrimalParts primal_parts(const Vector &u, const Vector &xi, const Vector & /*v*/) const override
  {
    const auto rho = density(u);
    const Field g = fields().gradient(xi), f = velocity(*rho, g).first;
    const double lambda = regression_->lambda();
    Field w = fields().zero(), image = w;
    for (unsigned d = 0; d < fields().dim(); ++d) {
      w[d] = (*rho)[d].cwiseProduct(g[d] - f[d]) / lambda;
      regression_->kernel().apply(d, w[d], image[d]);
    }
    Field flux = f;
    for (unsigned d = 0; d < fields().dim(); ++d) flux[d] = (*rho)[d].cwiseProduct(f[d]);
    return {0.5 * fields().inner(f, flux), 0.5 * lambda * fields().inner(w, image)};
  }

  /// Those of zero bandwidth, rho^2/(rho + lambda), at the nodes: what bounds K from above.
  std::shared_ptr<const OnsagerCoefficients> coefficients(const Vector &state) const override
  {
    if (!implicit_) return nullptr;
    return coefficients_.get(state, [this](const Vector &u, OnsagerCoefficients &c) {
      c.mobility = c.mobility_slope = u;
      c.reaction.reinit(u);
      c.reaction_slope.reinit(u);
      const double lambda = regression_->lambda();
      for (std::size_t i = 0; i < size(u); ++i) {
        const double rho = data(u)[i], part = rho / (rho + lambda);
        data(c.mobility)[i] = rho * part;
        data(c.mobility_slope)[i] = part * (1 + lambda / (rho + lambda));
      }
    });
  }

  /// G* [rho' f + rho f'] with rho'_q = rho_q I(y/u).
  void onsager_derivative(const Vector &u, const Vector &y, const Vector &xi, Vector &out) const override
  {
    Vector relative = y;
    for (std::size_t i = 0; i < size(y); ++i) data(relative)[i] /= data(u)[i];
    const auto rho = density(u);
    const Field g = fields().gradient(xi), z = fields().interpolate(relative), f = velocity(*rho, g).first;
    const auto norm = [&](const Field &a) {
      double sum = 0;
      for (unsigned d = 0; d < fields().dim(); ++d)
        sum += (fields().weights(d).array() * (*rho)[d].array() * a[d].array().square()).sum();
      return std::sqrt(sum);
    };
    Field j = fields().zero(), right = j;
    for (unsigned d = 0; d < fields().dim(); ++d) right[d] = z[d].cwiseProduct(g[d] - f[d]);
    const double scale = norm(right);
    for (unsigned d = 0; d < fields().dim(); ++d) {
      regression_->solve(d, (*rho)[d], right[d], scale, j[d]);
      j[d].array() = (*rho)[d].array() * (z[d].array() * f[d].array() + j[d].array());
    }
    fields().divergence(j, out);
  }

 private:
  std::pair<Field, unsigned> velocity(const Field &rho, const Field &g) const
  {
    double square = 0;
    for (unsigned d = 0; d < fields().dim(); ++d)
      square += (fields().weights(d).array() * rho[d].array() * g[d].array().square()).sum();
    std::pair<Field, unsigned> result{fields().zero(), 0};
    for (unsigned d = 0; d < fields().dim(); ++d)
      result.second += regression_->solve(d, rho[d], g[d], std::sqrt(square), result.first[d]);
    return result;
  }
  unsigned flux(const Field &rho, const Field &g, Field &j) const override
  {
    auto [f, iterations] = velocity(rho, g);
    for (unsigned d = 0; d < fields().dim(); ++d) j[d] = rho[d].cwiseProduct(f[d]);
    return iterations;
  }

  FluxCost flux_cost(const Field &rho, const Field &j) const override
  {
    const VelocityCost velocity = cost_of_velocity(regression_->kernel(), regression_->lambda(), rho[0],
                                                   j[0].cwiseQuotient(rho[0]), true);
    if (velocity.missed.size() == 0) return {velocity.cost};
    return {velocity.cost, {rho[0].cwiseProduct(velocity.missed)}};
  }
  bool every_rate_has_cost() const override { return has_bounded_inverse(regression_->kernel()); }

  std::unique_ptr<const FieldRegression> regression_;
  const bool implicit_;
  StateCache<OnsagerCoefficients> coefficients_;
};

Geometry::Traits traits()
{
  return Geometry::Traits(
             "-div(rho (T_rho + lambda)^-1 T_rho grad xi), T_rho f = Kf(rho f) on each component, lambda = "
             "geometry/ridge")
      .reading({"ridge"})
      .with_kernel()
      .conserving_mass()
      .tending_to(
          {{"ridge",
            "Wasserstein",
            "geometry/gradients = staggered",
            1,
            "force in the range of the kernel, density bounded below; for Gaussian kernels, force of few "
            "modes",
            {"force level at walls", "kernel compatible with walls", "force in modes that move",
             "density above the ridge"}},
           {"bandwidth",
            "saturating-mobility Wasserstein",
            "",
            2,
            "fixed ridge; density and force compatible with the boundary, kernel of unit integral and finite "
            "variance",
            {"force level at walls", "density level at walls", "kernel compatible with walls",
             "kernel of unit integral", "kernel of finite variance", "bandwidth below the data's lengths"}},
           {"path",
            "Wasserstein",
            "geometry/gradients = staggered",
            1,
            "ridge -> 0 along the path; order in the ridge; force in the range of the kernels, which have "
            "unit "
            "integral",
            {"force level at walls", "kernel compatible with walls", "kernel of unit integral",
             "force in modes that move", "density above the ridge"}}});
}

const RegisterGeometry registered("KRR Wasserstein", traits(), [](const Geometry::Context &context) {
  return std::make_unique<KernelRidgeWasserstein>(context);
});

const DeclareLowerBoundProof proof(
    {"KRR Wasserstein",
     {"ridge", "path"},
     "Wasserstein",
     {"KL"},
     true,
     "R_lambda >= R, which is jointly lower semicontinuous, and R*_lambda is a "
     "supremum over smooth velocities of functionals that are continuous under weak "
     "convergence (doc/lower-bound.md, 'Kernel ridge regression')."});
}  // namespace
}  // namespace gammaflow
