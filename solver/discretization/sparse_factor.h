#pragma once

#include <Eigen/SparseCore>

#include <memory>
#include <mutex>
#include <string>

namespace gammaflow
{
using SparseMatrix = Eigen::SparseMatrix<double, Eigen::RowMajor>;

/// The Cholesky factor of a symmetric positive definite sparse matrix (CHOLMOD). May be used by several
/// threads, one after the other.
class SparseFactor
{
 public:
  /// `what` names the matrix in the NumericalFailure that a matrix without a factor causes.
  SparseFactor(const SparseMatrix &matrix, const std::string &what);
  ~SparseFactor();

  Eigen::MatrixXd solve(const Eigen::MatrixXd &right_hand_sides) const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
  mutable std::mutex mutex_;
};

}  // namespace gammaflow
