// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/measures/point_measure.h>
#include <gammaflow/spaces/space.h>

namespace gammaflow
{
/// A density on a box of equal cells as points, of mass one: points_of_density() of its interpolant on cells
/// that are `parts` times as short. Positive densities are interpolated by their logarithm; of others
/// negative values between the nodes are left out. parts = 1: any space.
PointMeasure fine_points(const Space &space, const Vector &u, std::size_t parts);
/// The largest number of parts of each cell per direction that makes about `points` points at most; at least
/// 1, and 1 on other meshes.
std::size_t parts_of_cells(const Space &space, std::size_t points);

}  // namespace gammaflow
