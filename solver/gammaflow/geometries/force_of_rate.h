// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/linear_solver.h>
#include <gammaflow/spaces/space.h>

#include <string>

namespace gammaflow
{
/// What drives a rate v, and what it costs:
///   K psi = v less its mass,   R = <psi, v> - 1/2 <psi, K psi>, with an error of second order in that of
///   psi.
struct ForceOfRate {
  Vector force;
  double cost = 0;
};

/// By conjugate gradients in <.,.>, where K is symmetric and positive semi-definite. `inverse`: a symmetric
/// approximation of its inverse. NumericalFailure, which names the geometry, where no force is found.
ForceOfRate force_of_rate(const Space &space, const LinearMap &onsager, const LinearMap &inverse,
                          const Vector &v, const std::string &geometry);

}  // namespace gammaflow
