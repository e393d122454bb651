// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/flow/trajectory.h>
#include <gammaflow/spaces/space.h>

#include <memory>

namespace gammaflow
{
/// The shortest curve between two densities, of constant speed, for s in [0, 1].
class Geodesic
{
 public:
  virtual ~Geodesic() = default;
  virtual Vector state(double s) const = 0;  ///< nodal values
  /// The potential xi at s = 0, with rho' = K(rho) xi; derivatives in s.
  virtual Vector initial_potential() const = 0;
};

/// Fisher-Rao, R = 1/2 int v^2/rho: with the potential xi, xi' = -xi^2/2,
///   rho(s) = rho0 (1 + s xi0/2)^2;   between rho0 and rho1: ((1-s) sqrt(rho0) + s sqrt(rho1))^2,
/// xi0 = 2 (sqrt(rho1/rho0) - 1). (Chizat, Peyre, Schmitzer and Vialard, An interpolating distance between
/// optimal transport and Fisher-Rao metrics, 2018, section 2.)
std::unique_ptr<Geodesic> fisher_rao_geodesic(const Vector &rho0, const Vector &rho1);

/// Wasserstein on an interval: McCann's displacement interpolation, rho(s) = ((1-s) id + s T)# rho0 with the
/// monotone map T from rho0 to rho1 (their masses must agree), by quantiles, exactly for the finite-element
/// functions.
std::unique_ptr<Geodesic> wasserstein_geodesic(std::shared_ptr<const Space> space, const Vector &rho0,
                                               const Vector &rho1);

/// The ledger's row of a state on a geodesic. `energy`: half of the squared speed, in the columns of energy
/// and of both rates; the dissipated amounts and the residual are NaN, since nothing dissipates.
LedgerRow geodesic_row(const Space &space, double time, const Vector &rho, double energy);

}  // namespace gammaflow
