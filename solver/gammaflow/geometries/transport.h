// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/state_cache.h>
#include <gammaflow/geometries/force_of_rate.h>
#include <gammaflow/geometries/rate_cost.h>
#include <gammaflow/spaces/velocity_fields.h>

#include <memory>

namespace gammaflow
{
/// Geometries of velocities, K(u) xi = G* j, where the flux j = rho_q f of the density rho_q = exp(I log u)
/// at the points of a field is linear in the gradient G xi (StaggeredFields on boxes, MeshFields on meshes):
///   R*(u, xi) = 1/2 <G xi, j>_omega.
/// K is symmetric and positive semi-definite where xi -> j is. Since G 1 = 0 the mass of K xi is zero to
/// round-off, and since DF is the derivative of the discrete F, dF/dt = -<DF, K DF> holds in space exactly.
/// Exact geometries and their kernel approximations share G and rho_q: no difference of quadratures enters a
/// distance between them.
class TransportGeometry : public Geometry, public BoundsRateCost
{
 public:
  using Field = VelocityFields::Field;

  /// std::logic_error on spaces that are neither boxes nor meshes.
  explicit TransportGeometry(const Context &context);

  unsigned onsager_apply(const Vector &u, const Vector &xi, Vector &v) const final;
  double dual_dissipation(const Vector &u, const Vector &xi) const final;
  /// <v, psi> - R*(u, psi) with the force psi of v (force_of()). Infinite where v has a mass.
  double primal_dissipation(const Vector &u, const Vector &v) const override;
  /// In one dimension the rate says what the flux is, up to a constant where it is periodic: j = G L^+ v,
  /// since G* j = v. In more dimensions by primal_dissipation(), or range_cost() where that is ill-posed.
  RateCost rate_cost(const Vector &u, const Vector &v) const final;
  bool zero_mass_rates() const final { return true; }

  /// psi with K(u) psi = v - mean v, by conjugate gradients to the relative residual 1e-9, preconditioned
  /// with K of a constant density; NumericalFailure where 2000 iterations do not reach it.
  Vector force_of(const Vector &u, const Vector &v) const;
  /// The flux j of the force xi (nodal values), at the points of fields().
  Field flux_of(const Vector &u, const Vector &xi) const;

  const VelocityFields &fields() const { return *fields_; }
  /// rho_q = exp(I log u), u > 0; cached per state.
  std::shared_ptr<const Field> density(const Vector &u) const;

 protected:
  /// K(c) b = symbol(lambda, c) b for L b = lambda b, where the density is constant; on meshes nearly so.
  virtual double symbol(double lambda, double density) const = 0;
  /// j from g = G xi. Returns the inner iterations.
  virtual unsigned flux(const Field &rho, const Field &g, Field &j) const = 0;
  /// The cost of a flux, and the part of the flux that its bounds leave out (empty: none).
  struct FluxCost {
    RateCost cost;
    Field missed = {};
  };
  /// The cost of the flux j at the density rho; called in one dimension alone.
  virtual FluxCost flux_cost(const Field &rho, const Field &j) const = 0;
  /// Every rate of zero mass has a finite cost, and it is found.
  virtual bool every_rate_has_cost() const { return true; }
  const std::shared_ptr<const VelocityFields> &shared_fields() const { return fields_; }

 private:
  ForceOfRate driven(const Vector &u, const Vector &v) const;

  std::shared_ptr<const VelocityFields> fields_;
  std::unique_ptr<const SpectralOperator> inverse_laplacian_;  ///< in one dimension
  StateCache<Field> densities_;
};

/// Declares a kernel geometry as one of velocities: in studies its limits take density and gradient at the
/// same points (geometry/gradients).
struct DeclareVelocities {
  explicit DeclareVelocities(const std::string &geometry);
  /// Whether the geometry of this name is declared so.
  static bool of(const std::string &geometry);
};

}  // namespace gammaflow
