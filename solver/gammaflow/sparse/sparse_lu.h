// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/sparse/sparse_factor.h>

#include <memory>

namespace gammaflow
{
/// The LU factors of a sparse matrix (UMFPACK).
class SparseLU
{
 public:
  /// NumericalFailure, which names the matrix as `what`, where it is singular.
  SparseLU(const SparseMatrix &matrix, const std::string &what);
  ~SparseLU();

  Eigen::VectorXd solve(const Eigen::VectorXd &right_hand_side) const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace gammaflow
