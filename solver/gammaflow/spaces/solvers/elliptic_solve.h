// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/solvers/low_order_multigrid.h>

namespace gammaflow
{
/// z = (c + M^-1 A(m))^-1 r by conjugate gradients, preconditioned by the multigrid (which is initialized
/// with c and m, or with functions near them), until the residual is `reduction` times |M r| (Euclidean). As
/// `preconditioner` it stops after 200 iterations, converged or not; where the solution is `required`,
/// NumericalFailure after 1000. NumericalFailure for values that are not finite.
enum class EllipticSolve { preconditioner, required };
void elliptic_solve(const Space &space, const LowOrderMultigrid &multigrid, const Vector &c, const Vector &m,
                    double reduction, const Vector &r, Vector &z, EllipticSolve purpose);

}  // namespace gammaflow
