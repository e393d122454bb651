// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/exact/differential.h>
#include <gammaflow/geometries/exact/spherical.h>
#include <gammaflow/geometries/kernel/kernel_inverse.h>

#include <deal.II/lac/precondition.h>
#include <deal.II/lac/solver_control.h>
#include <deal.II/lac/solver_gmres.h>

namespace gammaflow
{
namespace
{
using Coefficient = DifferentialGeometry::Coefficient;

/// Interaction-force transport (Gladin, Dvurechensky, Mielke and Zhu, arXiv 2405.17075): the infimal
/// convolution of Wasserstein and MMD,
///   K(rho) xi = -alpha div(rho grad xi) + beta Kf^-1 xi,
///   R(rho, v) = min over v = -div(rho w) + s of 1/(2 alpha) int rho |w|^2 + 1/(2 beta) <s, Kf s>.
/// Kf^-1 is not bounded:
///   * DF = Kf eta with the same kernel (energy MMD): -alpha div(rho grad Kf eta) + beta eta, bounded, and
///     positive for eta = rho - pi: explicit steps;
///   * the Matern kernel with s = 1, Kf^-1 = 1 + l^2 L: a differential operator of second order with the
///     mobility alpha rho + beta l^2 and the reaction beta: implicit steps;
///   * else there is no flow, or none that is known to stay positive: Flow refuses.
class InteractionForceTransport final : public Geometry
{
 public:
  explicit InteractionForceTransport(const Context &context)
      : Geometry(context.space),
        kernel_(context.kernel),
        alpha_(context.parameters.number("geometry", "alpha")),
        beta_(context.parameters.number("geometry", "beta")),
        options_(context.parameters),
        inverse_(context.kernel, 0, options_, "IFT")
  {
    transport_ = std::make_unique<const DifferentialGeometry>(context.space, mobility(0), nullptr, 0,
                                                              !context.barrier);
    const SpectralFunction *inverse = kernel_->differential_inverse();
    if (inverse == nullptr || inverse->smoothness != 1) return;
    const double beta = beta_;
    whole_ = std::make_unique<const DifferentialGeometry>(context.space,
                                                          mobility(beta * inverse->length * inverse->length),
                                                          DifferentialGeometry::at_nodes([beta](double) {
                                                            return Coefficient{beta, 0};
                                                          }));
  }

  unsigned onsager_apply(const Vector &u, const Vector &xi, Vector &v) const override
  {
    if (whole_) return whole_->onsager_apply(u, xi, v);
    Vector forced = xi;
    transport_->onsager_apply(u, xi, v);
    const unsigned iterations = inverse_.apply(xi, forced);
    v.add(beta_, forced);
    return iterations;
  }
  void apply_to_image(const Vector &u, const Vector &xi, const Vector &eta, Vector &v) const override
  {
    transport_->onsager_apply(u, xi, v);
    v.add(beta_, eta);
  }

  /// 1/2 <psi, v> with K psi = v. With psi = Kf phi: (beta + alpha A(rho) Kf) phi = v, which is well posed.
  double primal_dissipation(const Vector &u, const Vector &v) const override
  {
    if (whole_) return whole_->primal_dissipation(u, v);
    const double norm = v.l2_norm();
    if (norm == 0) return 0;
    const Operator matrix{*this, u, v};
    Vector phi = v, psi = v;
    phi *= 1 / beta_;
    dealii::SolverControl control(options_.iterations, options_.tolerance * norm);
    dealii::SolverGMRES<Vector> solver(control, dealii::SolverGMRES<Vector>::AdditionalData(80));
    try {
      solver.solve(matrix, phi, v, dealii::PreconditionIdentity());
    } catch (const dealii::SolverControl::NoConvergence &) {
      fail("IFT, the primal dissipation", {control.last_step(), control.last_value(), false},
           control.last_value() / norm, options_.tolerance);
    }
    kernel_->apply(phi, psi);
    return 0.5 * space().inner(psi, v);
  }

  StepKind step_kind() const override { return whole_ ? StepKind::diffusive : StepKind::explicit_rate; }
  OnsagerStructure structure() const override { return {{}, nullptr, kernel_.get()}; }
  std::shared_ptr<const OnsagerCoefficients> coefficients(const Vector &u) const override
  {
    return whole_ ? whole_->coefficients(u) : nullptr;
  }

 private:
  struct Operator {
    const InteractionForceTransport &geometry;
    const Vector &u;
    mutable Vector psi;
    void vmult(Vector &out, const Vector &phi) const
    {
      geometry.kernel_->apply(phi, psi);
      geometry.transport_->onsager_apply(u, psi, out);
      out.add(geometry.beta_, phi);
    }
  };

  DifferentialGeometry::Function mobility(double constant) const
  {
    return DifferentialGeometry::at_nodes([alpha = alpha_, constant](double rho) {
      return Coefficient{alpha * rho + constant, alpha};
    });
  }

  std::shared_ptr<const KernelOperator> kernel_;
  double alpha_, beta_;
  SolverOptions options_;
  KernelInverse inverse_;
  std::unique_ptr<const DifferentialGeometry> transport_;
  std::unique_ptr<const DifferentialGeometry> whole_;  ///< K, where it is a differential operator
};

const RegisterGeometry registered(
    "IFT",
    Geometry::Traits("-alpha div(rho grad xi) + beta Kf^-1 xi, alpha, beta = geometry/alpha, beta")
        .reading({"alpha", "beta"})
        .with_kernel()
        .tending_to({{"bandwidth",
                      "Wasserstein-L2",
                      "",
                      2,
                      "force compatible with the boundary, kernel of unit integral and finite variance",
                      {"force level at walls", "kernel compatible with walls", "kernel of unit integral",
                       "kernel of finite variance", "bandwidth below the data's lengths"}}}),
    [](const Geometry::Context &context) { return std::make_unique<InteractionForceTransport>(context); },
    Spherical::also);
}  // namespace
}  // namespace gammaflow
