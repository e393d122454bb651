// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/robin_end.h>

#include <Eigen/LU>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
// With C = W + l^2 A of one cell, condensed onto its ends: (alpha beta; beta alpha). The loss z = 1 - y
// solves the homogeneous problem, and l (z - 1) leaves through the end. Cells to infinity act on the first
// one as D = sqrt(alpha^2 - beta^2) = l + O(l^(1 - 2p)); the loss of each cell is that of the one before it
// times lambda, of z_p = lambda z_0. Degree 1: D = sqrt(l^2 + 1/4), and the loss at the wall is l/(l + D).
double error_at_robin_end(const GaussLobatto &rule, const double l)
{
  const auto p = Eigen::Index(rule.degree()), inner = p - 1;
  Eigen::MatrixXd cell = l * l * rule.stiffness();
  for (Eigen::Index q = 0; q <= p; ++q) cell(q, q) += rule.weights()[std::size_t(q)];
  double alpha = cell(0, 0), beta = cell(0, p);
  if (inner > 0) {
    const Eigen::MatrixXd within = cell.block(1, 1, inner, inner).inverse();
    alpha -= cell.row(0).segment(1, inner) * within * cell.col(0).segment(1, inner);
    beta -= cell.row(0).segment(1, inner) * within * cell.col(p).segment(1, inner);
  }
  cell(0, 0) += l;
  cell(p, p) += std::sqrt((alpha - beta) * (alpha + beta));
  const Eigen::VectorXd loss = cell.inverse() * (l * Eigen::VectorXd::Unit(p + 1, 0));

  const double lambda = loss[p] / loss[0];
  double error = 0;
  for (int c = 0; c < 8; ++c)
    for (Eigen::Index q = 0; q <= p; ++q)
      error = std::max(error, std::abs(std::pow(lambda, c) * loss[q] -
                                       std::exp(-(c + rule.points()[std::size_t(q)]) / l) / 2));
  return error;
}

}  // namespace gammaflow
