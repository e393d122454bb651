// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/base/threads.h>
#include <gammaflow/kernels/dense_operator.h>
#include <gammaflow/kernels/image_sum.h>

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
Eigen::MatrixXd sample(const ImageSum &kernel, const std::vector<Point> &nodes)
{
  const Eigen::Index n = Eigen::Index(nodes.size());
  Eigen::MatrixXd k(n, n);
  parallel_ranges(nodes.size(), 16, [&](std::size_t begin, std::size_t end) {
    for (std::size_t j = begin; j < end; ++j)
      for (std::size_t i = j; i < nodes.size(); ++i) {
        const double value = kernel(nodes[i], nodes[j]);
        k(Eigen::Index(i), Eigen::Index(j)) = value;
        k(Eigen::Index(j), Eigen::Index(i)) = value;
      }
  });
  return k;
}

/// W^1/2 L W^-1/2, which is symmetric, column by column.
Eigen::MatrixXd symmetric_laplacian(const Space &space)
{
  const Eigen::Index n = Eigen::Index(space.n_nodes());
  const Eigen::VectorXd root = as_eigen(space.weights()).cwiseSqrt();
  Eigen::MatrixXd s(n, n);
  Vector unit = space.zero(), column = space.zero();
  for (Eigen::Index j = 0; j < n; ++j) {
    data(unit)[j] = 1 / root[j];
    space.laplacian().laplacian(unit, column);
    s.col(j) = root.cwiseProduct(as_eigen(column));
    data(unit)[j] = 0;
  }
  return 0.5 * (s + s.transpose());
}
}  // namespace

DenseOperator::DenseOperator(std::shared_ptr<const Kernel> kernel, std::shared_ptr<const Space> space,
                             double tolerance)
    : KernelOperator(kernel, space)
{
  if (const auto radial = std::dynamic_pointer_cast<const RadialKernel>(kernel)) {
    matrix_ = sample(ImageSum(radial, *space, tolerance), space->nodes());
    return;
  }
  const auto &intrinsic = dynamic_cast<const IntrinsicKernel &>(*kernel);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> spectrum(symmetric_laplacian(*space));
  const Eigen::MatrixXd modes =
      as_eigen(space->weights()).cwiseSqrt().cwiseInverse().asDiagonal() * spectrum.eigenvectors();
  const auto function = [&](const SpectralFunction &f) {
    // L is positive semi-definite; round-off must not move the constants.
    const Eigen::VectorXd g = spectrum.eigenvalues().cwiseMax(0.).unaryExpr(f.g);
    return Eigen::MatrixXd(modes * g.asDiagonal() * modes.transpose());
  };
  matrix_ = function(intrinsic.symbol());
  // The spectrum of a matrix in floating point is that of one that differs by a few eps |L|.
  const double shift = 4 * std::numeric_limits<double>::epsilon() * spectrum.eigenvalues().maxCoeff();
  const auto g = intrinsic.symbol().g;
  for (const double lambda : spectrum.eigenvalues()) {
    const double l = std::max(lambda, 0.);
    accuracy_ = std::max(accuracy_, std::abs(g(l + shift) - g(l)));
  }
  if (intrinsic.bounded_inverse()) inverse_ = function(intrinsic.inverse_symbol());
}

double DenseOperator::estimated_bytes(const Kernel &kernel, const Space &space)
{
  const double n = double(space.n_nodes());
  return 8 * n * n * (kernel.intrinsic() ? 6 : 1);
}

void DenseOperator::apply(const Vector &x, Vector &y) const
{
  const Eigen::VectorXd weighted = as_eigen(space().weights()).cwiseProduct(as_eigen(x));
  as_eigen(y).noalias() = matrix_ * weighted;
}

void DenseOperator::apply_inverse(const Vector &x, Vector &y) const
{
  if (!has_inverse()) return KernelOperator::apply_inverse(x, y);
  const Eigen::VectorXd weighted = as_eigen(space().weights()).cwiseProduct(as_eigen(x));
  as_eigen(y).noalias() = inverse_ * weighted;
}

void DenseOperator::diagonal(Vector &d) const
{
  as_eigen(d) = matrix_.diagonal().cwiseProduct(as_eigen(space().weights()));
}

std::string DenseOperator::backend() const
{
  return "dense (matrix of " + std::to_string(space().n_nodes()) + "^2 entries)";
}

}  // namespace gammaflow
