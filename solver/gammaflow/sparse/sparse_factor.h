// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <Eigen/SparseCore>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace gammaflow
{
using SparseMatrix = Eigen::SparseMatrix<double, Eigen::RowMajor>;
using Triplets = std::vector<Eigen::Triplet<double>>;

/// The square matrix with these entries; entries at the same place are added.
inline SparseMatrix assembled(std::size_t size, const Triplets &entries)
{
  SparseMatrix matrix{Eigen::Index(size), Eigen::Index(size)};
  matrix.setFromTriplets(entries.begin(), entries.end());
  return matrix;
}

/// The Cholesky factor of a symmetric positive definite sparse matrix (CHOLMOD). May be used by several
/// threads, one after the other.
class SparseFactor
{
 public:
  /// NumericalFailure, which names the matrix as `what`, where there is no factor.
  SparseFactor(const SparseMatrix &matrix, const std::string &what);
  ~SparseFactor();

  Eigen::MatrixXd solve(const Eigen::MatrixXd &right_hand_sides) const;  ///< column by column

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
  mutable std::mutex mutex_;
};

}  // namespace gammaflow
