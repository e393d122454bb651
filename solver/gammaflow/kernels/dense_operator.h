// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/kernels/kernel_operator.h>

#include <Eigen/Core>

namespace gammaflow
{
/// The whole matrix, N^2 numbers: the oracle that every other backend is held against. Serves every kernel on
/// every mesh. For an intrinsic kernel it is built from a dense eigen-decomposition of L, W^-1/2 V g(Lambda)
/// V^T W^-1/2, independent of how the calculus of the Laplacian applies g(L).
class DenseOperator : public KernelOperator
{
 public:
  /// `tolerance`: of the sum over periodic images (ImageSum).
  DenseOperator(std::shared_ptr<const Kernel> kernel, std::shared_ptr<const Space> space, double tolerance);
  static double estimated_bytes(const Kernel &kernel, const Space &space);

  void apply(const Vector &x, Vector &y) const override;
  void diagonal(Vector &d) const override;
  bool has_inverse() const override { return inverse_.size() > 0; }
  void apply_inverse(const Vector &x, Vector &y) const override;
  std::string backend() const override;
  std::size_t memory() const override
  {
    return sizeof(double) * std::size_t(matrix_.size() + inverse_.size());
  }

  /// 1e-12, or for g(L) the change of g under round-off in the eigenvalues of L, where that is larger.
  double accuracy() const override { return accuracy_; }

  /// k(x_i, x_j), without the weights.
  const Eigen::MatrixXd &matrix() const { return matrix_; }

 private:
  Eigen::MatrixXd matrix_, inverse_;
  double accuracy_ = 1e-12;
};

}  // namespace gammaflow
