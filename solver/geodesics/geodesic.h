#pragma once

#include <gammaflow/core/parameters.h>
#include <gammaflow/core/trajectory.h>
#include <gammaflow/core/types.h>
#include <gammaflow/discretization/space.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gammaflow
{
/// The shortest curve between two densities, of constant speed, for s in [0, 1]; or, with a potential instead
/// of the second density, the curve that leaves the first with the velocity of that potential.
class Geodesic
{
 public:
  virtual ~Geodesic() = default;
  virtual Vector state(double s) const = 0;
  /// xi at s = 0, rho' = K(rho) xi.
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

enum class HamiltonianGeometry { fisher_rao, wasserstein };

/// The Hamiltonian system of geodesics with H(rho, xi) = 1/2 <xi, K(rho) xi>,
///   rho' = K(rho) xi,   xi' = -dH/drho:   Fisher-Rao -xi^2/2, Wasserstein -|grad xi|^2/2,
/// of the discrete H, which is therefore conserved up to the error in time; any mesh and dimension. In the
/// ledger, H is in the columns of energy and of both rates. NumericalFailure that names the time where the
/// system ends before the last output: a density that reaches zero (Fisher-Rao), a shock (Wasserstein).
Trajectory hamiltonian_geodesic(HamiltonianGeometry geometry, std::shared_ptr<const Space> space,
                                const Vector &rho0, const Vector &xi0, const std::vector<double> &times,
                                double tolerance);

/// When the Hamiltonian system from xi0 ends: Fisher-Rao -2/min xi0, Wasserstein in one dimension -1/min
/// xi0'', since 1/xi'' grows at rate 1 along characteristics; infinite where it does not. Nothing in several
/// dimensions.
std::optional<double> time_of_breakdown(HamiltonianGeometry geometry, const Space &space, const Vector &xi0);

/// Whether section "geodesic" asks for one.
bool describes_geodesic(const Parameters &parameters);
/// What section "geodesic" asks for, between the initial state and the target (or from the initial state with
/// the potential), at the output times; with a closed form, s = t / end.
Trajectory geodesic_trajectory(const Parameters &parameters);

}  // namespace gammaflow
