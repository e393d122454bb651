// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/measures/point_measure.h>
#include <gammaflow/spaces/space.h>

namespace gammaflow
{
/// A density on a box of equal cells as points: what points_of_density() gives on cells that are `parts`
/// times as short, for sums that see more than the mass of each node. Positive densities are interpolated by
/// their logarithm.
PointMeasure fine_points(const Space &space, const Vector &u, std::size_t parts);
/// How many parts of each cell make no more than about so many points; 1 on other meshes.
std::size_t parts_of_cells(const Space &space, std::size_t points);

}  // namespace gammaflow
