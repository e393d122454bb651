#pragma once

#include <gammaflow/discretization/low_order_multigrid.h>

namespace gammaflow
{
/// z = (c + M^-1 A(m))^-1 r by conjugate gradients, preconditioned by the multigrid (which is initialized
/// with c and m, or something near), until the residual is `reduction` times its size. Starts at z, where
/// `from_guess`. Returns the number of iterations.
unsigned elliptic_solve(const Space &space, const LowOrderMultigrid &multigrid, const Vector &c,
                        const Vector &m, double reduction, const Vector &r, Vector &z,
                        bool from_guess = false);

}  // namespace gammaflow
