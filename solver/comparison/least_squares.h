#pragma once

#include <Eigen/Dense>

namespace gammaflow
{
/// A weighted linear least-squares fit of y by the columns of a design matrix. The coefficients are linear in
/// the data, coefficients = influence * y, so that data within y_i +- s_i move coefficient j by at most sum_i
/// |influence_ji| s_i: a bound, where a standard deviation would assume independent errors, which
/// discretization errors are not.
struct LeastSquares {
  Eigen::VectorXd coefficients, residual;
  Eigen::MatrixXd influence;

  /// `scale`: the size of error expected in each y_i; the weights are 1/scale^2.
  LeastSquares(const Eigen::MatrixXd &design, const Eigen::VectorXd &y, const Eigen::VectorXd &scale)
  {
    const Eigen::VectorXd root_weight = scale.cwiseInverse();
    const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(y.size(), y.size());
    influence =
        (root_weight.asDiagonal() * design).colPivHouseholderQr().solve(root_weight.asDiagonal() * identity);
    coefficients = influence * y;
    residual = y - design * coefficients;
  }

  double bound(Eigen::Index coefficient, const Eigen::VectorXd &s) const
  {
    return influence.row(coefficient).cwiseAbs().dot(s);
  }
};

}  // namespace gammaflow
