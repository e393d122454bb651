// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/spaces/lines/tensor_grid.h>

#include <vector>

namespace gammaflow
{
/// cell_lengths() and relative_lengths() (mesh_adaptation.h) of the cells of a box, lexicographically.
std::vector<double> box_cell_lengths(const TensorGrid &grid);
std::vector<double> box_relative_lengths(const TensorGrid &grid, const Vector &f, double amplitude);

}  // namespace gammaflow
