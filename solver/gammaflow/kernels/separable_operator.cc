// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/kernels/image_sum.h>
#include <gammaflow/kernels/separable_operator.h>
#include <gammaflow/spaces/lines/tensor_product.h>

#include <cmath>

namespace gammaflow
{
SeparableOperator::SeparableOperator(std::shared_ptr<const RadialKernel> kernel,
                                     std::shared_ptr<const Space> space, double tolerance)
    : KernelOperator(kernel, space)
{
  const ImageSum images(kernel, *space, tolerance);
  const TensorGrid &grid = *space->tensor_grid();
  // profile(|x|) = k(0) prod_d phi(x_d), so that along an axis it is k(0) phi.
  const double at_zero = kernel->profile(0);
  for (unsigned d = 0; d < grid.dim; ++d) {
    const auto &nodes = grid.direction[d].nodes;
    const double period = images.period(d);
    const auto phi = [&](double x) {
      if (period > 0) x -= period * std::round(x / period);
      double sum = 0;
      for (int m = -images.images(d); m <= images.images(d); ++m)
        sum += kernel->profile(std::abs(x + m * period)) / at_zero;
      return sum;
    };
    const Eigen::Index n = Eigen::Index(nodes.size());
    Eigen::MatrixXd factor(n, n);
    for (Eigen::Index j = 0; j < n; ++j)
      for (Eigen::Index i = 0; i <= j; ++i)
        factor(i, j) = factor(j, i) =
            (d == 0 ? at_zero : 1.) * phi(nodes[std::size_t(i)] - nodes[std::size_t(j)]);
    factors_.push_back(std::move(factor));
  }
}

double SeparableOperator::estimated_bytes(const TensorGrid &grid)
{
  double sum = 16 * double(grid.size());
  for (unsigned d = 0; d < grid.dim; ++d)
    sum += 8 * double(grid.direction[d].size() * grid.direction[d].size());
  return sum;
}

void SeparableOperator::apply(const Vector &x, Vector &y) const
{
  std::array<std::size_t, 3> sizes{{1, 1, 1}};
  for (std::size_t d = 0; d < factors_.size(); ++d) sizes[d] = std::size_t(factors_[d].rows());
  // The result of the last direction is to stand in y.
  Eigen::VectorXd from = as_eigen(space().weights()).cwiseProduct(as_eigen(x)), to(from.size());
  for (unsigned d = 0; d + 1 < factors_.size(); ++d) {
    multiply_direction(factors_[d], sizes, d, from.data(), to.data());
    from.swap(to);
  }
  const unsigned last = unsigned(factors_.size()) - 1;
  multiply_direction(factors_[last], sizes, last, from.data(), data(y));
}

void SeparableOperator::diagonal(Vector &d) const
{
  double at_zero = 1;
  for (const auto &factor : factors_) at_zero *= factor(0, 0);
  as_eigen(d) = at_zero * as_eigen(space().weights());
}

std::string SeparableOperator::backend() const
{
  std::string size;
  for (const auto &factor : factors_) size += (size.empty() ? "" : " x ") + std::to_string(factor.rows());
  return "separable (Gaussian on a tensor mesh, " + size + " nodes)";
}

std::size_t SeparableOperator::memory() const
{
  std::size_t sum = 0;
  for (const auto &factor : factors_) sum += sizeof(double) * std::size_t(factor.size());
  return sum + 2 * sizeof(double) * space().n_nodes();
}

}  // namespace gammaflow
