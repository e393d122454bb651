#pragma once

#include <gammaflow/core/types.h>
#include <gammaflow/kernels/kernel_operator.h>

#include <string>

namespace gammaflow
{
/// q = Kf rho, the density averaged with the kernel, which the normalized geometries divide by. It is
/// positive for a positive density; where round-off or a mesh that does not resolve the kernel makes it
/// otherwise, a NumericalFailure names the point, on all processes.
void kernel_average(const KernelOperator &kernel, const Vector &rho, const std::string &geometry, Vector &q);

/// f = a / b, and 0 where both vanish. False (on all processes) where a is not zero but b is.
bool divide(const Vector &a, const Vector &b, Vector &f);

}  // namespace gammaflow
