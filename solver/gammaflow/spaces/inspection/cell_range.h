// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/space.h>

namespace gammaflow
{
/// The largest max(u) / min(u) over the nodes of one cell, of a positive function: by what factor a density
/// falls within a cell. All processes must ask.
double largest_fall_in_a_cell(const Space &space, const Vector &u);

}  // namespace gammaflow
