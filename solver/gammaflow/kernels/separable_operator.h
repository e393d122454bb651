// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/kernels/kernel_operator.h>

#include <Eigen/Core>

#include <vector>

namespace gammaflow
{
/// The Gaussian on any tensor mesh, graded ones too: a product of one small dense matrix per direction,
///   k(x, y) = k(0) prod_d exp(-(x_d - y_d)^2 / (2 sigma^2)),
/// in periodic directions with the sum over images, applied as matrix products (BLAS).
class SeparableOperator : public KernelOperator
{
 public:
  /// Requires kernel->separable() and a tensor grid. `tolerance`: of the sum over images (ImageSum).
  SeparableOperator(std::shared_ptr<const RadialKernel> kernel, std::shared_ptr<const Space> space,
                    double tolerance);
  static double estimated_bytes(const TensorGrid &grid);

  void apply(const Vector &x, Vector &y) const override;
  void diagonal(Vector &d) const override;
  std::string backend() const override;
  std::size_t memory() const override;

 private:
  std::vector<Eigen::MatrixXd> factors_;  ///< without the weights: symmetric
};

}  // namespace gammaflow
