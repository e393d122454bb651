// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/kernel/line_regression.h>

#include <cmath>
#include <limits>
#include <utility>

namespace gammaflow
{
LineRegression::LineRegression(const Sparse &laplacian, Eigen::VectorXd weights, const double lambda,
                               const SpectralFunction &inverse)
    : weights_(std::move(weights))
{
  const Eigen::Index n = laplacian.rows();
  Sparse identity(n, n), power(n, n);
  identity.setIdentity();
  power.setIdentity();
  const Sparse factor = identity + inverse.length * inverse.length * laplacian;
  for (int s = 0; s < inverse.smoothness; ++s) power = Sparse(factor * power);
  Sparse stiffness = weights_.asDiagonal() * power;
  stiffness *= lambda;
  stiffness_ = 0.5 * (stiffness + Sparse(stiffness.transpose()));
  stiffness_.makeCompressed();
  for (Eigen::Index i = 0; i < n; ++i)
    diagonal_.push_back(&stiffness_.coeffRef(i, i) - stiffness_.valuePtr());
  factorization_.analyzePattern(stiffness_);
}

double LineRegression::solve(const Eigen::VectorXd &rho, const Eigen::VectorXd &g, const double norm,
                             const double tolerance, Eigen::VectorXd &f) const
{
  double error = std::numeric_limits<double>::infinity();
  const Eigen::VectorXd weighted = weights_.cwiseProduct(rho);
  Sparse matrix = stiffness_;
  for (std::size_t i = 0; i < diagonal_.size(); ++i)
    matrix.valuePtr()[diagonal_[i]] += weighted[Eigen::Index(i)];
  const std::lock_guard<std::mutex> lock(mutex_);
  factorization_.factorize(matrix);
  if (factorization_.info() != Eigen::Success) return error;
  const Eigen::VectorXd b = weighted.cwiseProduct(g);
  f = factorization_.solve(b);
  for (int refinement = 0; refinement < 4 && !(error <= tolerance); ++refinement) {
    const Eigen::VectorXd r = b - matrix * f, e = factorization_.solve(r);
    f += e;
    error = std::sqrt(std::abs(r.dot(e))) / norm;
  }
  return error;
}

}  // namespace gammaflow
