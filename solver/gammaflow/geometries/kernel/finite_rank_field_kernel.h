// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/kernel/field_kernel.h>

#include <memory>

namespace gammaflow
{
/// A FiniteRankKernel on velocities, by the moments of each component: O(N rank), and nothing is held.
std::shared_ptr<const FieldKernel> make_finite_rank_field_kernel(
    std::shared_ptr<const Kernel> kernel, std::shared_ptr<const StaggeredFields> fields);
}  // namespace gammaflow
