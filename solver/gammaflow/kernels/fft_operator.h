// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/convolution/block_convolution.h>
#include <gammaflow/kernels/image_sum.h>
#include <gammaflow/kernels/kernel_operator.h>

#include <mutex>

namespace gammaflow
{
/// Free-space kernels on uniform boxes: the kernel matrix is block-Toeplitz over the cells, and its products
/// are circulant convolutions with precomputed symbols.
class FftOperator : public KernelOperator
{
 public:
  /// Requires a uniform tensor grid. `tolerance`: of the sum over periodic images (ImageSum).
  FftOperator(std::shared_ptr<const RadialKernel> kernel, std::shared_ptr<const Space> space,
              double tolerance);
  static double estimated_bytes(const RadialKernel &kernel, const TensorGrid &grid);

  void apply(const Vector &x, Vector &y) const override;
  void diagonal(Vector &d) const override;
  std::string backend() const override;
  std::size_t memory() const override;
  double flops() const { return convolution_.flops(); }  ///< of one product, estimated
  /// A bound of the absolute error of any entry of apply(x): round-off of the transforms,
  /// 2 eps log2(2N) |k|_2 |w x|_2 (Higham, Accuracy and Stability of Numerical Algorithms, section 24.1), and
  /// the tails of k below 1e-17 k(0), which are left out.
  double round_off(const Vector &x) const;

 private:
  double at_zero_;   ///< k(0), with the images
  double size_ = 0;  ///< |k|_2 of a row
  BlockConvolution convolution_;
  mutable FftBuffer<double> weighted_;
  mutable std::mutex in_use_;
};

}  // namespace gammaflow
