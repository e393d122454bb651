// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/image_cost.h>
#include <gammaflow/geometries/primal_parts.h>
#include <gammaflow/geometries/rate_cost.h>

#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace gammaflow
{
/// The geometry `base` restricted to rates of zero mass: with K the symmetric Onsager operator of the base,
///   K_0 xi = K (xi - c) = K xi - K1 <K1, xi>/<1, K1>,   c = <K1, xi>/<1, K1>.
/// K_0 is symmetric and positive semi-definite, K_0 1 = 0 and <1, K_0 xi> = 0. Its potentials are
///   R*_0(xi) = min over constants c of R*(xi - c),    R_0(v) = R(v) for int v = 0, +infinity otherwise:
/// a rate of zero mass costs what it costs in the base geometry (spherical Fisher-Rao: 1/2 int v^2/rho), only
/// the forces are projected. The distances differ because the curves do (Hellinger: straight lines in
/// sqrt(rho); spherical: great circles).
/// The mass of K_0 xi is removed to round-off even where K is applied by an iterative solver.
class SphericalGeometry final : public Geometry,
                                public BoundsRateCost,
                                public SplitsPrimal,
                                public CostsAsAnother
{
 public:
  SphericalGeometry(std::shared_ptr<const Space> space, std::shared_ptr<const Geometry> base);

  unsigned onsager_apply(const Vector &u, const Vector &xi, Vector &v) const override;
  unsigned relative_onsager_apply(const Vector &u, const Vector &xi, Vector &f) const override;
  double primal_dissipation(const Vector &u, const Vector &v) const override;
  double primal_dissipation_along(const Vector &u, const Vector &xi, const Vector &v) const override;
  /// Those of the base along the projected force.
  bool has_parts() const override { return has_primal_parts(*base_); }
  PrimalParts primal_parts(const Vector &u, const Vector &xi, const Vector &v) const override;
  RateCost rate_cost(const Vector &u, const Vector &v) const override
  {
    return gammaflow::rate_cost(*base_, u, v);
  }

  const Geometry &other() const override { return *base_; }

  StepKind step_kind() const override { return base_->step_kind(); }
  void metric_apply(const Vector &v, Vector &xi) const override { base_->metric_apply(v, xi); }
  void metric_diagonal(Vector &d) const override { base_->metric_diagonal(d); }
  /// The metric and its inverse are the base's; K itself is restricted.
  OnsagerStructure structure() const override
  {
    const OnsagerStructure base = base_->structure();
    return {{}, base.metric, base.inverted};
  }
  /// For Kf 1 constant, or eta of zero mass: c = mean eta Kf 1, Kf^-1 (xi - c) = eta - mean eta.
  void apply_to_image(const Vector &u, const Vector &xi, const Vector &eta, Vector &v) const override;
  bool zero_mass_rates() const override { return true; }
  /// Those of K; what the restriction takes away has rank one.
  std::shared_ptr<const OnsagerCoefficients> coefficients(const Vector &u) const override
  {
    return base_->coefficients(u);
  }
  void onsager_derivative(const Vector &u, const Vector &y, const Vector &xi, Vector &out) const override;
  /// Constants have no fluxes: K1 is the same at every force, and so are the fluxes of xi and of xi - c.
  std::shared_ptr<const Geometry> at_force(const Vector &u, const Vector &xi) const override
  {
    auto base = base_->at_force(u, xi);
    return base ? std::make_shared<const SphericalGeometry>(shared_space(), std::move(base)) : nullptr;
  }
  const GradientCalculus &gradients() const override { return base_->gradients(); }

 private:
  /// K1 (or K1/u, the growth rate) at the state u, its mass <1, K1>, and the iterations that it took.
  struct Constant {
    Vector u, image;
    double mass = 0;
    unsigned iterations = 0;
  };
  std::shared_ptr<const Constant> constant(const Vector &u, bool relative) const;
  /// Growth rates are quotients where an inverse of a kernel is applied, whose result one wants once.
  bool by_quotient() const { return base_->has_metric() || base_->structure().inverted != nullptr; }
  /// <a, b>, or <u a, b> of a growth rate a.
  double pair(const Vector &u, const Vector &a, const Vector &b, bool relative) const;
  /// eta = xi - c, the force whose image has zero mass.
  Vector projected(const Constant &one, const Vector &u, const Vector &xi, bool relative) const;
  /// With the form of K1 that rates are computed from.
  Vector projected(const Vector &u, const Vector &xi) const;
  unsigned apply(const Vector &u, const Vector &xi, Vector &v, bool relative) const;

  std::shared_ptr<const Geometry> base_;
  Vector ones_;
  // One evaluation of a flow asks for K_0 at the same state several times (rate, dissipation). What is kept
  // is a function of the state alone, and its iterations are reported as if it had been computed again.
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const Constant> kept_[2];
};

/// Whether a geometry is registered a second time, restricted to rates of zero mass.
enum class Spherical { no, also };

/// Registers a geometry, and "spherical " + name, whose limits are the spherical ones.
struct RegisterGeometry {
  RegisterGeometry(const std::string &name, const Geometry::Traits &traits,
                   const Registry<Geometry>::Factory &make, Spherical spherical = Spherical::no);
};

/// The traits of the geometry `name` restricted to rates of zero mass.
Geometry::Traits spherical_traits(const std::string &name, Geometry::Traits traits);

}  // namespace gammaflow
