#pragma once

#include <gammaflow/core/state_cache.h>
#include <gammaflow/geometries/geometry.h>

#include <functional>

namespace gammaflow
{
/// K(u) xi = -div(m(u) grad xi) + r(u) xi with m and r functions of the state at the point: Wasserstein,
/// Hellinger-Kantorovich, H^-1. With the weighted stiffness A(m) of the space (GradientCalculus) and its
/// lumped mass M,
///   K(u) xi = M^-1 A(m(u)) xi + r(u) xi,
/// symmetric in <.,.>, and of zero mass to round-off where r = 0.
class DifferentialGeometry final : public Geometry
{
 public:
  struct Coefficient {
    double value, slope;  ///< at u, and its derivative in u
  };
  using Function = std::function<Coefficient(double u)>;

  /// A null `reaction` is zero.
  DifferentialGeometry(std::shared_ptr<const Space> space, Function mobility, Function reaction);

  unsigned onsager_apply(const Vector &u, const Vector &xi, Vector &v) const override;
  /// 1/2 <v, xi> with K(u) xi = v, by a sparse factorization. Infinite where r = 0 and v has a mass.
  double primal_dissipation(const Vector &u, const Vector &v) const override;
  StepKind step_kind() const override { return StepKind::diffusive; }
  bool zero_mass_rates() const override { return !reaction_; }
  std::shared_ptr<const OnsagerCoefficients> coefficients(const Vector &u) const override;

 private:
  const Function mobility_, reaction_;
  StateCache<OnsagerCoefficients> cache_;
};

/// Traits of a geometry that keeps the mass (r = 0).
Geometry::Traits conserving_traits(const std::string &summary, StateDomain domain);

}  // namespace gammaflow
