// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/exact/differential.h>
#include <gammaflow/geometries/exact/spherical.h>
#include <gammaflow/geometries/holds_operators.h>
#include <gammaflow/geometries/image_cost.h>
#include <gammaflow/geometries/kernel/field_cost.h>
#include <gammaflow/geometries/kernel/field_regression.h>
#include <gammaflow/geometries/kernel/mesh_field_kernel.h>
#include <gammaflow/geometries/kernel/velocity_regression.h>
#include <gammaflow/geometries/lower_bound_proof.h>
#include <gammaflow/geometries/primal_parts.h>
#include <gammaflow/geometries/transport.h>

#include <stdexcept>
#include <utility>

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
class KernelRidgeWasserstein : public TransportGeometry, public SplitsPrimal
{
 public:
  StepKind step_kind() const override { return implicit_ ? StepKind::diffusive : StepKind::explicit_rate; }
  double symbol(double lambda, double density) const override
  {
    const double g = regression_->kernel_symbol(lambda);
    return density * density * lambda * g / (density * g + regression_->lambda());
  }

  /// f = Kf w with w = rho (grad xi - f)/lambda, |f|_H^2 = <w, Kf w>, component by component.
  PrimalParts primal_parts(const Vector &u, const Vector &xi, const Vector & /*v*/) const override
  {
    const auto rho = density(u);
    const Field g = fields().gradient(xi), f = velocity(*rho, g);
    const double lambda = regression_->lambda();
    Field w = fields().zero(), image = w;
    for (unsigned d = 0; d < fields().dim(); ++d) w[d] = (*rho)[d].cwiseProduct(g[d] - f[d]) / lambda;
    regression_->apply_kernel(w, image);
    return {0.5 * fields().inner(f, pointwise_product(*rho, f)), 0.5 * lambda * fields().inner(w, image)};
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
    const Field g = fields().gradient(xi), z = fields().interpolate(relative), f = velocity(*rho, g);
    Field j = fields().zero(), right = j;
    for (unsigned d = 0; d < fields().dim(); ++d) right[d] = z[d].cwiseProduct(g[d] - f[d]);
    regression_->solve(*rho, right, j);
    for (unsigned d = 0; d < fields().dim(); ++d)
      j[d].array() = (*rho)[d].array() * (z[d].array() * f[d].array() + j[d].array());
    fields().divergence(j, out);
  }

 protected:
  /// The regression is to be set.
  KernelRidgeWasserstein(const Context &context, bool implicit)
      : TransportGeometry(context), implicit_(implicit)
  {
  }
  std::unique_ptr<const VelocityRegression> regression_;
  const bool implicit_;

 private:
  Field velocity(const Field &rho, const Field &g) const
  {
    Field f = fields().zero();
    regression_->solve(rho, g, f);
    return f;
  }
  unsigned flux(const Field &rho, const Field &g, Field &j) const override
  {
    const unsigned iterations = regression_->solve(rho, g, j);
    j = pointwise_product(rho, j);
    return iterations;
  }

  StateCache<OnsagerCoefficients> coefficients_;
};

/// One component after the other.
class BoxVelocityRegression final : public VelocityRegression
{
 public:
  explicit BoxVelocityRegression(std::unique_ptr<const FieldRegression> of_component)
      : VelocityRegression(of_component->lambda()), of_component_(std::move(of_component))
  {
  }
  unsigned solve(const Field &rho, const Field &g, Field &f) const override
  {
    const double norm = kernel().fields().norm(rho, g);
    unsigned iterations = 0;
    for (unsigned d = 0; d < g.size(); ++d) iterations += of_component_->solve(d, rho[d], g[d], norm, f[d]);
    return iterations;
  }
  void apply_kernel(const Field &x, Field &y) const override
  {
    for (unsigned d = 0; d < x.size(); ++d) kernel().apply(d, x[d], y[d]);
  }
  double kernel_symbol(double eigenvalue) const override { return kernel().symbol(eigenvalue); }
  const FieldKernel &kernel() const { return of_component_->kernel(); }

 private:
  std::unique_ptr<const FieldRegression> of_component_;
};

class KernelRidgeOnBox final : public KernelRidgeWasserstein,
                               public KnowsVelocityImageCost,
                               public HoldsOperators
{
 public:
  explicit KernelRidgeOnBox(const Context &context)
      : KernelRidgeWasserstein(context, context.kernel->differential_inverse() != nullptr)
  {
    auto regression = std::make_unique<const BoxVelocityRegression>(make_field_regression(
        make_field_kernel(context.parameters, context.kernel->shared_kernel(), space(),
                          StaggeredFields::of(space())),
        context.parameters.number("geometry", "ridge"), SolverOptions(context.parameters)));
    kernel_ = &regression->kernel();
    regression_ = std::move(regression);
  }
  OnsagerStructure structure() const override
  {
    return {{}, nullptr, nullptr, [this](double lambda, double density) { return symbol(lambda, density); }};
  }
  const FieldKernel &field_kernel() const override { return *kernel_; }
  double operator_bytes() const override { return kernel_->memory(); }
  double velocity_image_cost(const Vector &u, const Field &g) const override
  {
    Field f = g;
    regression_->apply_kernel(g, f);
    return 0.5 * fields().inner(f, pointwise_product(*density(u), f)) +
           0.5 * regression_->lambda() * fields().inner(g, f);
  }

 private:
  FluxCost flux_cost(const Field &rho, const Field &j) const override
  {
    const VelocityCost velocity =
        cost_of_velocity(*kernel_, regression_->lambda(), rho[0], j[0].cwiseQuotient(rho[0]), true);
    if (velocity.missed.size() == 0) return {velocity.cost};
    return {velocity.cost, {rho[0].cwiseProduct(velocity.missed)}};
  }
  bool every_rate_has_cost() const override { return has_bounded_inverse(*kernel_); }

  const FieldKernel *kernel_ = nullptr;  ///< of the regression
};

/// Matern of integer s, where walls couple the components. No spectral hint: K is compared with the
/// differential operator of coefficients().
class KernelRidgeOnMesh final : public KernelRidgeWasserstein
{
 public:
  explicit KernelRidgeOnMesh(const Context &context) : KernelRidgeWasserstein(context, true)
  {
    regression_ = std::make_unique<const MeshVelocityRegression>(
        std::make_unique<const MeshFieldKernel>(context.parameters, *context.kernel, shared_fields()),
        context.parameters.number("geometry", "ridge"));
  }

 private:
  FluxCost flux_cost(const Field & /*rho*/, const Field & /*j*/) const override
  {
    throw std::logic_error("a mesh has more than one dimension");
  }
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

const RegisterGeometry registered("KRR Wasserstein", traits(),
                                  [](const Geometry::Context &context) -> std::unique_ptr<Geometry> {
                                    if (context.space->tensor_grid() == nullptr)
                                      return std::make_unique<KernelRidgeOnMesh>(context);
                                    return std::make_unique<KernelRidgeOnBox>(context);
                                  });
const DeclareVelocities velocities("KRR Wasserstein");

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
