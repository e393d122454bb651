// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/kernel/field_kernel.h>
#include <gammaflow/geometries/range_search.h>

namespace gammaflow
{
/// What a velocity f in one dimension costs: part/2 |f|_H^2, with `fit` and 1/2 int rho f^2. One number where
/// the kernel has a bounded inverse, else bounds; `missed`: the part of f that they miss, empty where there
/// is none.
struct VelocityCost {
  RateCost cost;
  FieldKernel::Component missed;
};
VelocityCost cost_of_velocity(const FieldKernel &kernel, double part, const FieldKernel::Component &rho,
                              const FieldKernel::Component &f, bool fit);

/// Whether every smooth velocity has a finite norm in the kernel's space, up to the mesh: Kf has a bounded
/// inverse.
bool has_bounded_inverse(const FieldKernel &kernel);

}  // namespace gammaflow
