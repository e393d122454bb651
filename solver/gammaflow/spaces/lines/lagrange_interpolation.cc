// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/lines/gauss_lobatto.h>
#include <gammaflow/spaces/lines/lagrange_interpolation.h>

namespace gammaflow
{
LagrangeInterpolation::LagrangeInterpolation(const Grid1D &grid, const std::vector<double> &points)
    : rows(points.size())
{
  if (grid.cells() == 0) {  // a direction beyond the dimension
    width = 1;
    nodes.assign(rows, 0);
    values.assign(rows, 1.);
    return;
  }
  const GaussLobatto &reference = GaussLobatto::shared(grid.degree);
  width = grid.degree + 1;
  nodes.resize(rows * width);
  values.resize(rows * width);
  for (std::size_t r = 0; r < rows; ++r) {
    const std::size_t cell = grid.cell_of(points[r]);
    const double length = grid.vertices[cell + 1] - grid.vertices[cell];
    reference.values((points[r] - grid.vertices[cell]) / length, &values[r * width]);
    for (unsigned i = 0; i < width; ++i) nodes[r * width + i] = grid.node(cell, i);
  }
}

std::vector<double> interpolate_direction(const LagrangeInterpolation &interpolation,
                                          const std::size_t lower_size, const std::size_t size,
                                          const std::size_t upper_size, const std::vector<double> &x)
{
  const std::size_t rows = interpolation.rows;
  std::vector<double> y(lower_size * rows * upper_size, 0.);
  for (std::size_t u = 0; u < upper_size; ++u)
    for (std::size_t r = 0; r < rows; ++r) {
      double *out = &y[(u * rows + r) * lower_size];
      for (unsigned k = 0; k < interpolation.width; ++k) {
        const double value = interpolation.values[r * interpolation.width + k];
        const double *in = &x[(u * size + interpolation.nodes[r * interpolation.width + k]) * lower_size];
        if (value != 0)
          for (std::size_t l = 0; l < lower_size; ++l) out[l] += value * in[l];
      }
    }
  return y;
}

}  // namespace gammaflow
