// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/lines/tensor_grid.h>

#include <cstddef>
#include <vector>

namespace gammaflow
{
/// Evaluation of the finite-element functions of a Grid1D at given points: row r holds the degree + 1 nodes
/// of the cell that contains point r, and the values of their shape functions there.
struct LagrangeInterpolation {
  unsigned width = 0;  ///< degree + 1
  std::size_t rows = 0;
  std::vector<std::size_t> nodes;
  std::vector<double> values;

  LagrangeInterpolation(const Grid1D &grid, const std::vector<double> &points);
};

/// The tensor x of lower_size * size * upper_size numbers (the first fastest) with its middle index, over the
/// nodes of the grid, replaced by the points: lower_size * rows * upper_size values.
std::vector<double> interpolate_direction(const LagrangeInterpolation &interpolation, std::size_t lower_size,
                                          std::size_t size, std::size_t upper_size,
                                          const std::vector<double> &x);

}  // namespace gammaflow
