// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>

#include <functional>
#include <optional>

namespace gammaflow
{
/// The parts that the constants of decay theories are made of.

/// min over the points x and the densities r between rho0(x) and pi(x) of theta(r) f'(r)^2 / f(r), where the
/// energy is int f(rho, pi) with minimum 0 at pi and `rate` sets v = theta(u) xi: each point runs from rho0
/// to pi, so that the quotient of sums is at least the smallest quotient of the terms. Evaluated at 65
/// densities per point, equally spaced in the logarithm, with f the integral of f'.
double pointwise_constant(const Flow &flow,
                          const std::function<void(const Vector &u, const Vector &xi, Vector &v)> &rate);

/// max - min of log(rho0/pi).
double oscillation_of_log_ratio(const Flow &flow);

/// m^2 / (exp(m) - 1 - m), which is 2 at m = 0: see spherical.cc.
double spherical_constant(double oscillation);

/// The confining potential V of a linear or nonlinear diffusion, where the energy is int U(rho) + V rho and U
/// satisfies McCann's condition: nodal values of DF(1), which is V up to a constant; empty for other
/// energies.
std::optional<Vector> confining_potential(const Flow &flow);

/// The smallest eigenvalue of the second derivative of V on a box: that of second differences between
/// neighbouring nodes, less their change when every second node is left out. Not positive where V is not
/// uniformly convex, or periodic.
double convexity_of(const Space &space, const Vector &potential);

/// The smallest positive eigenvalue of the Laplacian of a box: the minimum over its directions of (pi/L)^2,
/// or (2 pi/L)^2 where they are periodic. Empty on other domains.
std::optional<double> spectral_gap(const Space &space);

}  // namespace gammaflow
