// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <Eigen/Core>

#include <vector>

namespace gammaflow
{
/// The Gauss-Lobatto rule with degree + 1 points on [0,1] and the Lagrange basis on these points: the
/// reference element of FE_Q(degree) in one direction. The rule is exact for polynomials of degree 2 degree
/// - 1.
class GaussLobatto
{
 public:
  explicit GaussLobatto(unsigned degree);
  /// The shared rule of a degree, computed once: its points are found by an iteration.
  static const GaussLobatto &shared(unsigned degree);

  unsigned degree() const { return unsigned(points_.size()) - 1; }
  const std::vector<double> &points() const { return points_; }
  const std::vector<double> &weights() const { return weights_; }
  /// D_ij = l_j'(x_i).
  const Eigen::MatrixXd &derivative() const { return derivative_; }
  /// K = D^T W D, the stiffness of a cell of length 1; exact, for l_i' l_j' has degree 2 degree - 2.
  const Eigen::MatrixXd &stiffness() const { return stiffness_; }
  /// G with K = G^T G: the derivatives at the `degree` Gauss points times the roots of the Gauss weights.
  const Eigen::MatrixXd &stiffness_root() const { return stiffness_root_; }
  /// l_0(x), ..., l_degree(x).
  void values(double x, double *l) const;

 private:
  std::vector<double> points_, weights_, barycentric_;
  Eigen::MatrixXd derivative_, stiffness_, stiffness_root_;
};

}  // namespace gammaflow
