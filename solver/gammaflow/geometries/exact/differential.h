// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/state_cache.h>
#include <gammaflow/geometries/rate_cost.h>

#include <functional>
#include <utility>

namespace gammaflow
{
/// K(u) xi = -div(m(u) grad xi) + r(u) xi with m and r functions of the state at the point: Wasserstein,
/// Hellinger-Kantorovich, H^-1. With the weighted stiffness A(m) of the space (GradientCalculus) and its
/// lumped mass M,
///   K(u) xi = M^-1 A(m(u)) xi + r(u) xi,
/// symmetric in <.,.>, and of zero mass to round-off where r = 0.
/// Where m falls within a cell by more than a factor 1e7, polynomials do not resolve it: the flux at the low
/// end is then interpolation error of the high end, its rate grows with the ratio, and the rows of A(m) at
/// the low end are parallel up to round-off, so that linear solves fail. In the Wasserstein geometry (with
/// reactions tails can grow) and on boxes m is therefore kept above l, 1e-7 of its largest value M in the
/// cells of the node: m itself where m > 2 l, l + m^2 / (4 l) below. That changes 1e-7 of the flux at the
/// high end, in cells whose own error is larger, and nothing at all once cells are short enough. Where the
/// energy has no barrier against rho = 0 (Energy::barrier), densities vanish, and fronts bound them: in the
/// cells that a front runs through fluxes are upwind (FrontCell), so that the outflow of a node vanishes with
/// its mass. Behind a front rho decays exponentially, node by node; so that log rho stays finite, m is
/// multiplied by rho/(rho + 1e-60), which stops the decay there. Mass and energy change by less than
/// round-off.
class DifferentialGeometry final : public Geometry, public BoundsRateCost
{
 public:
  /// The mobility at one node.
  struct Coefficient {
    double value, slope;  ///< at u, and its derivative in u
  };
  /// Values and slopes at all nodes.
  using Function = std::function<void(const Vector &u, Vector &value, Vector &slope)>;
  /// From a function of u at one node.
  template <class F>
  static Function at_nodes(F f)
  {
    return [f = std::move(f)](const Vector &u, Vector &value, Vector &slope) {
      for (std::size_t i = 0; i < size(u); ++i) {
        const Coefficient c = f(data(u)[i]);
        data(value)[i] = c.value;
        data(slope)[i] = c.slope;
      }
    };
  }

  /// K xi = -div(m grad xi) with a number m.
  DifferentialGeometry(std::shared_ptr<const Space> space, double mobility);
  /// A null `reaction` is zero. smallest_ratio: l / M above; 0: m as it is. fronts: upwind fluxes where
  /// densities vanish (then m is as it is).
  DifferentialGeometry(std::shared_ptr<const Space> space, Function mobility, Function reaction,
                       double smallest_ratio = 0, bool fronts = false);

  unsigned onsager_apply(const Vector &u, const Vector &xi, Vector &v) const override;
  /// 1/2 <v, xi> with K(u) xi = v, by a sparse factorization; at fronts by Newton's method, NumericalFailure
  /// where 50 iterations do not reach |K(u) xi - v| <= 1e-10 |v|. Infinite where r = 0 and v has a mass.
  double primal_dissipation(const Vector &u, const Vector &v) const override;
  RateCost rate_cost(const Vector &u, const Vector &v) const override
  {
    return exact_cost(primal_dissipation(u, v));
  }
  StepKind step_kind() const override { return StepKind::diffusive; }
  bool zero_mass_rates() const override { return !reaction_; }
  std::shared_ptr<const OnsagerCoefficients> coefficients(const Vector &u) const override;
  std::shared_ptr<const Geometry> at_force(const Vector &u, const Vector &xi) const override;

 private:
  class AtForce;
  void apply(const GradientCalculus &gradients, const Vector &u, const Vector &xi, Vector &v) const;
  double primal_dissipation(const GradientCalculus &gradients, const Vector &u, const Vector &v,
                            Vector &xi) const;
  void bound(OnsagerCoefficients &c) const;
  void hold_vacuum(const Vector &u, OnsagerCoefficients &c) const;

  const Function mobility_, reaction_;
  const double smallest_ratio_;
  const bool fronts_;
  std::shared_ptr<const OnsagerCoefficients> constant_;  ///< those of every state; null where they vary
  StateCache<OnsagerCoefficients> cache_;
};

}  // namespace gammaflow
