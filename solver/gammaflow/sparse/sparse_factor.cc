// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/sparse/sparse_factor.h>

#include <Eigen/CholmodSupport>

#include <string>

namespace gammaflow
{
struct SparseFactor::Implementation {
  // A symmetric matrix by rows is itself by columns.
  using Matrix = Eigen::SparseMatrix<double>;
  Eigen::CholmodDecomposition<Matrix, Eigen::Lower> factor;
};

SparseFactor::SparseFactor(const SparseMatrix &matrix, const std::string &what)
    : implementation_(std::make_unique<Implementation>())
{
  implementation_->factor.compute(Implementation::Matrix(matrix));
  if (implementation_->factor.info() != Eigen::Success)
    throw NumericalFailure(what + " has no Cholesky factor (CHOLMOD)");
}

SparseFactor::~SparseFactor() = default;

Eigen::MatrixXd SparseFactor::solve(const Eigen::MatrixXd &right_hand_sides) const
{
  const std::lock_guard<std::mutex> lock(mutex_);
  return implementation_->factor.solve(right_hand_sides);
}

}  // namespace gammaflow
