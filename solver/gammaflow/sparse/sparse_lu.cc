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
  // UMFPACK's own refinement stays on: without it stages of densities over 270 decades are not solved
  // (CompareFields.AnotherEvolutionOnAnotherMesh).
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
