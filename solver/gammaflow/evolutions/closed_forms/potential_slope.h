// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>

namespace gammaflow
{
/// f'(u) of an energy int kappa/2 |grad u|^2 + f(u): the mean of its first variation at the constant state u
/// (the mean, since the Laplacian of a constant is round-off that grows with the mesh).
inline double potential_slope(const Flow &flow, double u)
{
  Vector constant = flow.space().zero(), xi = constant;
  constant = u;
  flow.energy().first_variation(constant, xi);
  return flow.space().integrate(xi) / flow.space().volume();
}

}  // namespace gammaflow
