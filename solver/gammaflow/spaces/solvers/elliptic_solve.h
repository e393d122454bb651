// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/solvers/low_order_multigrid.h>

namespace gammaflow
{
/// z = (c + M^-1 A(m))^-1 r by conjugate gradients, preconditioned by the multigrid (which is initialized
/// with c and m, or something near), until the residual is `reduction` times its size. As a part of a
/// preconditioner it takes what 200 iterations give; where the solution is `required`, a thousand that do not
/// suffice are a NumericalFailure. So are numbers that are none.
enum class EllipticSolve { preconditioner, required };
void elliptic_solve(const Space &space, const LowOrderMultigrid &multigrid, const Vector &c, const Vector &m,
                    double reduction, const Vector &r, Vector &z, EllipticSolve purpose);

}  // namespace gammaflow
