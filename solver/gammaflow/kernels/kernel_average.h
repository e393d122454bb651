// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/kernels/positive_sums.h>

#include <string>

namespace gammaflow
{
/// q = Kf rho, the density averaged with the kernel, which the normalized geometries divide by. Positive for
/// a positive density, and accurate relative to itself: where fast transforms do not make it so to 1e-8 at
/// some node, sums of positive products take their place (PositiveSums), for this density, at every node.
/// Where there are none and nothing is known of q (its error is a tenth of it), or where a mesh does not
/// resolve the kernel, a NumericalFailure names the point, on all processes. Returns the operator that goes
/// with q: quotients by q want the same.
const KernelOperator &kernel_average(const PositiveSums &kernel, const Vector &rho,
                                     const std::string &geometry, Vector &q);

/// f = a / b, and 0 where both vanish. False (on all processes) where a is not zero but b is.
bool divide(const Vector &a, const Vector &b, Vector &f);

}  // namespace gammaflow
