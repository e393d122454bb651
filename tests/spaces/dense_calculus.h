// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/eigen.h>
#include <gammaflow/spaces/space.h>

#include <Eigen/Eigenvalues>

#include <functional>

namespace gammaflow::testing
{
/// The matrix of an operator on nodal values, column by column.
template <class Apply>
Eigen::MatrixXd dense_matrix(const Space &space, const Apply &apply)
{
  const auto n = Eigen::Index(space.n_nodes());
  Eigen::MatrixXd matrix(n, n);
  Vector x = space.zero(), y = space.zero();
  for (Eigen::Index j = 0; j < n; ++j) {
    data(x)[j] = 1;
    apply(x, y);
    matrix.col(j) = as_eigen(y);
    data(x)[j] = 0;
  }
  return matrix;
}

inline Eigen::MatrixXd dense_laplacian(const Space &space)
{
  return dense_matrix(space, [&](const Vector &x, Vector &y) { space.laplacian().laplacian(x, y); });
}

/// The oracle: g of a dense matrix L that is symmetric in the pairing of the space, by one dense
/// eigendecomposition.
class DenseCalculus
{
 public:
  explicit DenseCalculus(const Space &space, const Eigen::MatrixXd &laplacian)
      : root_(as_eigen(space.weights()).cwiseSqrt()),
        solver_(root_.asDiagonal() * laplacian * root_.cwiseInverse().asDiagonal())
  {
  }
  explicit DenseCalculus(const Space &space) : DenseCalculus(space, dense_laplacian(space)) {}

  const Eigen::VectorXd &eigenvalues() const { return solver_.eigenvalues(); }

  Eigen::MatrixXd matrix(const std::function<double(double)> &g) const
  {
    Eigen::VectorXd values = solver_.eigenvalues();
    values[0] = 0;  // that of the constants
    const Eigen::VectorXd diagonal = values.unaryExpr(g);
    return root_.cwiseInverse().asDiagonal() * solver_.eigenvectors() * diagonal.asDiagonal() *
           solver_.eigenvectors().transpose() * root_.asDiagonal();
  }

 private:
  Eigen::VectorXd root_;
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver_;
};

/// The largest entry of a - b relative to that of b.
inline double difference(const Eigen::MatrixXd &a, const Eigen::MatrixXd &b)
{
  return (a - b).cwiseAbs().maxCoeff() / b.cwiseAbs().maxCoeff();
}

/// The norm of an operator that is symmetric in the pairing of the space.
inline double operator_norm(const Space &space, const Eigen::MatrixXd &a)
{
  const Eigen::VectorXd root = as_eigen(space.weights()).cwiseSqrt();
  const Eigen::MatrixXd s = root.asDiagonal() * a * root.cwiseInverse().asDiagonal();
  return Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>((s + s.transpose()) / 2, Eigen::EigenvaluesOnly)
      .eigenvalues()
      .cwiseAbs()
      .maxCoeff();
}

}  // namespace gammaflow::testing
