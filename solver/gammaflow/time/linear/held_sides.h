// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>
#include <gammaflow/spaces/laplacian_calculus.h>

#include <memory>

namespace gammaflow
{
/// The Laplacian of functions that vanish at the sides of a box where the flow gives values, as the
/// corrections of linearized steps do; null where it gives none, or the domain is a mesh.
std::unique_ptr<LaplacianCalculus> laplacian_of_corrections(const Flow &flow);
}  // namespace gammaflow
