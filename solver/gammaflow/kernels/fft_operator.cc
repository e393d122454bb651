// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/kernels/fft_operator.h>

#include <cmath>
#include <limits>
#include <vector>

namespace gammaflow
{
namespace
{
BlockToeplitz sampled(const ImageSum &kernel, const TensorGrid &grid)
{
  return BlockToeplitz([&kernel](double x, double y, double z) { return kernel(x, y, z); },
                       kernel.kernel().radius(1e-17), true, grid);
}
}  // namespace

FftOperator::FftOperator(std::shared_ptr<const RadialKernel> kernel, std::shared_ptr<const Space> space,
                         double tolerance)
    : KernelOperator(kernel, space),
      at_zero_(ImageSum(kernel, *space, tolerance)(0, 0, 0)),
      convolution_(sampled(ImageSum(kernel, *space, tolerance), *space->tensor_grid())),
      weighted_(space->n_nodes())
{
  // of the node in the middle, whose row has the most of k
  const ImageSum images(kernel, *space, tolerance);
  const std::vector<Point> &nodes = space->nodes();
  Point middle{};
  for (unsigned d = 0; d < space->dim(); ++d) middle[d] = (space->lower()[d] + space->upper()[d]) / 2;
  for (const Point &x : nodes) size_ += std::pow(images(middle, x), 2);
  size_ = std::sqrt(size_);
}

double FftOperator::round_off(const Vector &x) const
{
  const double *w = data(space().weights());
  double squares = 0, sum = 0;
  for (std::size_t i = 0; i < size(x); ++i) {
    const double weighted = w[i] * std::abs(data(x)[i]);
    squares += weighted * weighted;
    sum += weighted;
  }
  const double digits = 2 * std::numeric_limits<double>::epsilon() * std::log2(2. * double(size(x)));
  return digits * size_ * std::sqrt(squares) + 1e-17 * at_zero_ * sum;
}

double FftOperator::estimated_bytes(const RadialKernel &kernel, const TensorGrid &grid)
{
  const auto bytes = BlockToeplitz::bytes(grid, kernel.radius(1e-17), true);
  return bytes[0] + bytes[1] + 8. * double(grid.size());
}

void FftOperator::apply(const Vector &x, Vector &y) const
{
  const std::lock_guard<std::mutex> lock(in_use_);
  const std::size_t n = space().n_nodes();
  const double *w = data(space().weights()), *in = data(x);
  for (std::size_t i = 0; i < n; ++i) weighted_[i] = w[i] * in[i];
  convolution_.apply(weighted_.data(), data(y));
}

void FftOperator::diagonal(Vector &d) const
{
  as_eigen(d) = at_zero_ * as_eigen(space().weights());
}

std::string FftOperator::backend() const
{
  const unsigned types = convolution_.matrix().types();
  return "fft (uniform box, " + convolution_.size() + " circulant" +
         (types > 1 ? ", " + std::to_string(types) + " node types)" : ")");
}

std::size_t FftOperator::memory() const
{
  return convolution_.memory() + sizeof(double) * weighted_.size();
}

}  // namespace gammaflow
