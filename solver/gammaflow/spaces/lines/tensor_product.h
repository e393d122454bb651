// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/lines/laplacian_1d.h>

#include <Eigen/Core>

#include <array>
#include <cstddef>

namespace gammaflow
{
/// y = (1 x matrix x 1) x: the square matrix acts on one direction of a tensor of the given sizes (x
/// fastest); y != x.
template <class Matrix>
void multiply_direction(const Matrix &matrix, const std::array<std::size_t, 3> &sizes, unsigned direction,
                        const double *x, double *y)
{
  using Map = Eigen::Map<Eigen::MatrixXd>;
  using ConstMap = Eigen::Map<const Eigen::MatrixXd>;
  const auto n = Eigen::Index(sizes[direction]);
  const auto upper = Eigen::Index((direction < 1 ? sizes[1] : 1) * (direction < 2 ? sizes[2] : 1));
  const auto lower = Eigen::Index((direction > 0 ? sizes[0] : 1) * (direction > 1 ? sizes[1] : 1));
  if (direction == 0 && upper == 1)
    Eigen::Map<Eigen::VectorXd>(y, n).noalias() = matrix * Eigen::Map<const Eigen::VectorXd>(x, n);
  else if (direction == 0)
    Map(y, n, upper).noalias() = matrix * ConstMap(x, n, upper);
  else
    for (Eigen::Index u = 0; u < upper; ++u)
      Map(y + u * lower * n, lower, n).noalias() = ConstMap(x + u * lower * n, lower, n) * matrix.transpose();
}

/// y = L x along a line of n nodes.
void apply_rows(const Laplacian1D &laplacian, std::size_t n, const double *x, double *y);
/// y += row i of L times the lines x of n numbers, which are `distance` apart.
void add_row(const Laplacian1D &laplacian, std::size_t i, std::size_t n, const double *x,
             std::size_t distance, double *y);

/// y = (L_x x 1 x 1 + 1 x L_y x 1 + 1 x 1 x L_z) x with the sparse rows of the directions' L (null: no such
/// direction), one line along x after the other: y comes through the cache once. `visit(begin, end)` is
/// called for each line of y that is complete.
template <class Visit>
void apply_sparse_sum(const std::array<const Laplacian1D *, 3> &laplacians,
                      const std::array<std::size_t, 3> &sizes, const double *x, double *y, const Visit &visit)
{
  const auto [nx, ny, nz] = sizes;
  for (std::size_t k = 0; k < nz; ++k)
    for (std::size_t j = 0; j < ny; ++j) {
      const std::size_t begin = (k * ny + j) * nx;
      apply_rows(*laplacians[0], nx, x + begin, y + begin);
      if (laplacians[1]) add_row(*laplacians[1], j, nx, x + k * ny * nx, nx, y + begin);
      if (laplacians[2]) add_row(*laplacians[2], k, nx, x + j * nx, nx * ny, y + begin);
      visit(begin, begin + nx);
    }
}

}  // namespace gammaflow
