// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/convolution/block_toeplitz.h>

#include <mutex>
#include <string>

namespace gammaflow
{
/// Products with a block-Toeplitz matrix over the cells of a uniform box, as circulant convolutions. Lines of
/// padding are never stored nor transformed; the last direction is transformed, multiplied and transformed
/// back column by column while it is in cache.
class BlockConvolution
{
 public:
  explicit BlockConvolution(BlockToeplitz matrix);

  /// y_i = sum_j k(x_i - x_j) x_j over all nodes of the grid, without quadrature weights; y may be x.
  void apply(const double *x, double *y) const;
  const BlockToeplitz &matrix() const { return matrix_; }
  /// "n x m": the circulant.
  std::string size() const;
  std::size_t memory() const { return matrix_.memory() + sizeof(Complex) * work_.size(); }
  /// Floating-point operations of an apply, counted as 5 n log2 n per complex transform.
  double flops() const;

 private:
  void transform_x(const double *x) const;
  void transform_x_back(double *y) const;
  void transform_y(bool forward) const;
  void multiply_last() const;
  /// work(scratch, row, first node, count of nodes) for every stored line along x of every type.
  template <class Work>
  void for_lines(const Work &work) const;

  BlockToeplitz matrix_;
  FftLines x_, y_, z_;
  std::size_t stride_, lines_y_;
  mutable FftBuffer<Complex> work_;
  mutable std::mutex in_use_;
};

}  // namespace gammaflow
