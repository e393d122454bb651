// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/eigen.h>
#include <gammaflow/spaces/space.h>

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>
#include <string>

/// Meshes with hanging nodes, and figures that are (nearly) zero where these are treated rightly. The
/// must-fail twins use the same functions.
namespace gammaflow::testing
{
/// A box of 2 x 2 (x 2) cells, refined twice towards the corner at the origin; on two levels there are
/// hanging faces, in 3D also hanging edges of diagonal neighbours.
inline std::string refined_box(unsigned dim, unsigned degree)
{
  return "domain/shape = mesh; domain/mesh generator = box; domain/cells = " +
         std::string(dim == 2 ? "3" : "2") + "; domain/dimension = " + std::to_string(dim) +
         "; domain/degree = " + std::to_string(degree) +
         "; domain/local refinements = 2; domain/refine where = 0.3 - x - y - z";
}
/// A curved mesh, refined along its inner circle.
inline std::string refined_disk(unsigned degree)
{
  return "domain/shape = mesh; domain/mesh generator = disk; domain/dimension = 2; domain/degree = " +
         std::to_string(degree) +
         "; domain/local refinements = 3; domain/refine where = 0.1 - abs(sqrt((x-0.5)^2 + (y-0.5)^2) - "
         "0.3); "
         "domain/mesh refinements = 1";
}

/// The largest error of sum_i w_i x_i^a y_i^b z_i^c on the unit box over all exponents up to 2p - 1.
inline double integration_error(const Space &space, const Vector &weights)
{
  const int n = 2 * int(space.degree()) - 1;
  double worst = 0;
  for (int a = 0; a <= n; ++a)
    for (int b = 0; b <= n; ++b)
      for (int c = 0; c <= (space.dim() == 3 ? n : 0); ++c) {
        double sum = 0;
        for (std::size_t i = 0; i < space.n_nodes(); ++i) {
          const Point &x = space.nodes()[i];
          sum += data(weights)[i] * std::pow(x[0], a) * std::pow(x[1], b) * std::pow(x[2], c);
        }
        worst = std::max(worst, std::abs(sum - 1. / ((a + 1) * (b + 1) * (c + 1))));
      }
  return worst;
}

/// A mobility that vanishes but around one place, where a face with hanging nodes ends.
inline Vector bump(const Space &space)
{
  return space.sample([](const Point &x) {
    const double r = std::hypot(x[0] - 1. / 3, x[1] - 1. / 3);
    return std::max(0., 1 - r / 0.21);
  });
}
/// Hanging nodes at which plain interpolation gives a negative value.
inline std::size_t negative_hanging_values(const Space &space, const Vector &m)
{
  const HangingNodes hanging = space.node_mesh().hanging;
  std::size_t count = 0;
  for (std::size_t h = 0; h < hanging.size(); ++h) count += hanging.value(data(m), hanging.n_nodes + h) < 0;
  return count;
}
/// W M^-1 A(m), column by column.
inline Eigen::MatrixXd weighted_matrix(const Space &space, const Vector &m)
{
  const auto n = Eigen::Index(space.n_nodes());
  Eigen::MatrixXd result(n, n);
  Vector unit = space.zero(), column = unit;
  for (Eigen::Index j = 0; j < n; ++j) {
    data(unit)[j] = 1;
    space.gradients().apply(m, unit, column);
    column.scale(space.weights());
    result.col(j) = as_eigen(column);
    data(unit)[j] = 0;
  }
  return result;
}
/// Divided by the largest.
inline double lowest_eigenvalue(const Eigen::MatrixXd &a)
{
  const Eigen::VectorXd values = a.selfadjointView<Eigen::Lower>().eigenvalues();
  return values.minCoeff() / values.maxCoeff();
}

}  // namespace gammaflow::testing
