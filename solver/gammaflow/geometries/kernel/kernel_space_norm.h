// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/range_search.h>
#include <gammaflow/kernels/kernel_operator.h>

namespace gammaflow
{
/// |f|_H^2 = <f, Kf^-1 f>, the squared norm in the kernel's space: one number where Kf has a bounded inverse,
/// else bounds (of a function that the kernel may not represent). `missed` is zero where it is one number.
PreimageBounds kernel_space_norm(const KernelOperator &kernel, const Vector &f);

/// What the rate v = a f of a density costs by its growth f, infinite where a vanishes and v does not:
///   part/2 |f|_H^2,   with `fit` and int a f^2 / 2.
RateCost cost_of_growth(const KernelOperator &kernel, double part, const Vector &a, const Vector &v,
                        bool fit);

}  // namespace gammaflow
