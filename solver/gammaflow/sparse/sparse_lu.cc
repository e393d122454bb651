// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/sparse/sparse_lu.h>

#include <Eigen/UmfPackSupport>

namespace gammaflow
{
struct SparseLU::Implementation {
  using Matrix = Eigen::SparseMatrix<double>;
  Matrix matrix;  // UMFPACK reads it again when it solves
  Eigen::UmfPackLU<Matrix> factor;
};

SparseLU::SparseLU(const SparseMatrix &matrix, const std::string &what)
    : implementation_(std::make_unique<Implementation>())
{
  implementation_->matrix = matrix;
  implementation_->matrix.makeCompressed();
  // What solves with it is an iteration that refines by itself: a second residual per solve is of no use.
  implementation_->factor.umfpackControl()[UMFPACK_IRSTEP] = 0;
  implementation_->factor.compute(implementation_->matrix);
  if (implementation_->factor.info() != Eigen::Success)
    throw NumericalFailure(what + " has no LU factors (UMFPACK)");
}

SparseLU::~SparseLU() = default;

Eigen::VectorXd SparseLU::solve(const Eigen::VectorXd &right_hand_side) const
{
  return implementation_->factor.solve(right_hand_side);
}

}  // namespace gammaflow
