// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/kernel/line_regression.h>

#include <cmath>
#include <limits>
#include <utility>

namespace gammaflow
{
LineRegression::LineRegression(const Sparse &laplacian, Eigen::VectorXd weights, const double lambda,
                               const SpectralFunction &inverse)
    : weights_(std::move(weights)), lambda_(lambda), smoothness_(inverse.smoothness)
{
  const Eigen::Index n = laplacian.rows();
  Sparse identity(n, n), power(n, n);
  identity.setIdentity();
  power.setIdentity();
  factor_ = identity + inverse.length * inverse.length * laplacian;
  for (int s = 0; s < inverse.smoothness; ++s) power = Sparse(factor_ * power);
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
  for (unsigned refinement = 0; refinement < most_ && !(error <= tolerance); ++refinement) {
    const Eigen::VectorXd r = refinement < 2 ? Eigen::VectorXd(b - matrix * f)
                                             : long_residual(weighted, g, f),
                          e = factorization_.solve(r);
    f += e;
    error = std::sqrt(weighted.dot(e.cwiseAbs2())) / norm;
  }
  return error;
}

Eigen::VectorXd LineRegression::long_residual(const Eigen::VectorXd &weighted, const Eigen::VectorXd &g,
                                              const Eigen::VectorXd &f) const
{
  using Long = Eigen::Matrix<long double, Eigen::Dynamic, 1>;
  Long y = f.cast<long double>(), next = y;
  for (int s = 0; s < smoothness_; ++s) {
    next.setZero();
    for (Eigen::Index j = 0; j < factor_.outerSize(); ++j)
      for (Sparse::InnerIterator entry(factor_, j); entry; ++entry)
        next[entry.row()] += static_cast<long double>(entry.value()) * y[j];
    std::swap(y, next);
  }
  const Long fit = weighted.cast<long double>().cwiseProduct((g - f).cast<long double>());
  return (fit - static_cast<long double>(lambda_) * weights_.cast<long double>().cwiseProduct(y))
      .cast<double>();
}

}  // namespace gammaflow
