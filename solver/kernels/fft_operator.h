#pragma once

#include <gammaflow/kernels/block_toeplitz.h>
#include <gammaflow/kernels/kernel_operator.h>

#include <mutex>

namespace gammaflow
{
/// Free-space kernels on uniform boxes: the kernel matrix is block-Toeplitz over the cells, and its products
/// are circulant convolutions with precomputed symbols. Lines of padding are never stored nor transformed;
/// the last direction is transformed, multiplied and transformed back column by column while it is in cache.
class FftOperator : public KernelOperator
{
 public:
  /// The space has a uniform tensor grid.
  FftOperator(std::shared_ptr<const RadialKernel> kernel, std::shared_ptr<const Space> space,
              double tolerance);
  static double estimated_bytes(const RadialKernel &kernel, const TensorGrid &grid);

  void apply(const Vector &x, Vector &y) const override;
  void diagonal(Vector &d) const override;
  std::string backend() const override;
  std::size_t memory() const override;
  /// Floating-point operations of an apply, counted as 5 n log2 n per complex transform.
  double flops() const;

 private:
  void transform_x(const double *weighted) const;
  void transform_x_back(double *y) const;
  void transform_y(bool forward) const;
  void multiply_last() const;
  /// work(scratch, row, first node, count of nodes) for every stored line along x of every type.
  template <class Work>
  void for_lines(const Work &work) const;

  double at_zero_;  ///< k(0), with the images
  BlockToeplitz matrix_;
  FftLines x_, y_, z_;
  std::size_t stride_, lines_y_;
  mutable FftBuffer<Complex> work_;
  mutable FftBuffer<double> weighted_;
  mutable std::mutex in_use_;
};

}  // namespace gammaflow
