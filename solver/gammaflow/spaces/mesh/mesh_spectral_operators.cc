// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/spaces/mesh/mesh_spectral_operators.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace gammaflow
{
namespace
{
constexpr double round_off = std::numeric_limits<double>::epsilon();

/// Makes the means of the columns of y those of x.
void restore_means(const SparsePencil &pencil, const Eigen::MatrixXd &x, Eigen::MatrixXd &y)
{
  for (Eigen::Index j = 0; j < x.cols(); ++j)
    y.col(j).array() += pencil.mean(x.col(j)) - pencil.mean(y.col(j));
}
}  // namespace

void MeshSmoothingOperator::apply(const Vector &x, Vector &y) const
{
  as_eigen(y) = apply_columns(as_eigen(x));
}

void MeshSmoothingOperator::diagonal(Vector &d) const
{
  const std::size_t n = nodes_->size(), samples = std::min(n, exact_diagonal), block = 64;
  // Samples are spread evenly over the nodes in the order of their weights: all kinds of nodes are among
  // them.
  std::vector<std::size_t> order(n), sampled(samples);
  std::iota(order.begin(), order.end(), std::size_t(0));
  if (samples < n)
    std::stable_sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
      return pencil_->mass()[Eigen::Index(i)] < pencil_->mass()[Eigen::Index(j)];
    });
  for (std::size_t k = 0; k < samples; ++k) sampled[k] = order[(2 * k + 1) * n / (2 * samples)];

  Eigen::VectorXd values(static_cast<Eigen::Index>(samples));
  for (std::size_t first = 0; first < samples; first += block) {
    const std::size_t columns = std::min(block, samples - first);
    Eigen::MatrixXd x = Eigen::MatrixXd::Zero(Eigen::Index(n), Eigen::Index(columns));
    for (std::size_t k = 0; k < columns; ++k) x(Eigen::Index(sampled[first + k]), Eigen::Index(k)) = 1;
    x = apply_columns(x);
    for (std::size_t k = 0; k < columns; ++k)
      values[Eigen::Index(first + k)] = x(Eigen::Index(sampled[first + k]), Eigen::Index(k));
  }

  // Distance squared in units of a mean cell, plus the difference of the logarithms of the weights squared.
  const double cell = std::pow(pencil_->mass().sum() / double(n), 2. / 3);
  for (std::size_t i = 0; i < n; ++i) {
    double best = std::numeric_limits<double>::max();
    for (std::size_t k = 0; k < samples && best > 0; ++k) {
      const std::size_t j = samples == n ? i : sampled[k];
      double distance = 0;
      for (unsigned c = 0; c < 3; ++c) distance += std::pow((*nodes_)[i][c] - (*nodes_)[j][c], 2) / cell;
      distance +=
          100 * std::pow(std::log(pencil_->mass()[Eigen::Index(i)] / pencil_->mass()[Eigen::Index(j)]), 2);
      if (distance < best) {
        best = distance;
        data(d)[i] = values[Eigen::Index(samples == n ? i : k)];
      }
    }
  }
}

MeshMatern::MeshMatern(std::shared_ptr<const SparsePencil> pencil,
                       std::shared_ptr<const std::vector<Point>> nodes, const double length,
                       const int smoothness)
    : MeshSmoothingOperator(std::move(pencil), std::move(nodes)), smoothness_(smoothness)
{
  const double c = length * length;
  if (smoothness_ > 0 && c > 0) factor_ = pencil_->shifted(c);
  // each solve loses at most the condition number of M^-1/2 (M + l^2 A) M^-1/2 times round-off
  accuracy_ = std::max(1, smoothness_) * round_off * (1 + c * pencil_->largest_eigenvalue());
}

Eigen::MatrixXd MeshMatern::apply_columns(const Eigen::MatrixXd &x) const
{
  Eigen::MatrixXd y = x;
  if (factor_)
    for (int s = 0; s < smoothness_; ++s) y = factor_->solve(pencil_->mass().asDiagonal() * y);
  restore_means(*pencil_, x, y);
  return y;
}

MeshHeat::MeshHeat(std::shared_ptr<const SparsePencil> pencil,
                   std::shared_ptr<const std::vector<Point>> nodes, const double time)
    : MeshSmoothingOperator(std::move(pencil), std::move(nodes)),
      rational_(time * pencil_->largest_eigenvalue(), 1e-10)
{
  if (rational_.coefficients.size() > 1) factor_ = pencil_->shifted(rational_.pole * time);
}

Eigen::MatrixXd MeshHeat::apply_columns(const Eigen::MatrixXd &x) const
{
  const auto &c = rational_.coefficients;
  Eigen::MatrixXd sum = c[0] * x;
  if (c.size() > 1) {
    // z = stretch (1 - a tau L) / (1 + a tau L) + shift = 2 stretch (1 + a tau L)^-1 + shift - stretch
    const auto multiply = [&](const Eigen::MatrixXd &v) -> Eigen::MatrixXd {
      return 2 * rational_.stretch * factor_->solve(pencil_->mass().asDiagonal() * v) +
             (rational_.shift - rational_.stretch) * v;
    };
    Eigen::MatrixXd previous = x, current = multiply(x), next;
    sum += c[1] * current;
    for (std::size_t k = 2; k < c.size(); ++k) {
      next = 2 * multiply(current) - previous;
      sum += c[k] * next;
      previous.swap(current);
      current.swap(next);
    }
  }
  restore_means(*pencil_, x, sum);
  return sum;
}

MeshPseudoInverse::MeshPseudoInverse(std::shared_ptr<const SparsePencil> pencil,
                                     std::shared_ptr<const std::vector<Point>> nodes)
    : MeshSmoothingOperator(std::move(pencil), std::move(nodes)), factor_(pencil_->grounded())
{
}

Eigen::MatrixXd MeshPseudoInverse::apply_columns(const Eigen::MatrixXd &x) const
{
  Eigen::MatrixXd right = x;
  for (Eigen::Index j = 0; j < x.cols(); ++j) right.col(j).array() -= pencil_->mean(x.col(j));
  right = pencil_->mass().asDiagonal() * right;
  right.row(0).setZero();  // the equation of the node that is held at zero; the others imply it
  Eigen::MatrixXd y = factor_->solve(right);
  for (Eigen::Index j = 0; j < x.cols(); ++j) y.col(j).array() -= pencil_->mean(y.col(j));
  return y;
}

void MeshInverseMatern::apply(const Vector &x, Vector &y) const
{
  Eigen::VectorXd v = as_eigen(x);
  for (int s = 0; s < smoothness_; ++s) v += length_ * length_ * (pencil_->laplacian() * v).eval();
  as_eigen(y) = v;
}

void MeshInverseMatern::diagonal(Vector &d) const
{
  SparseMatrix one(pencil_->size(), pencil_->size());
  one.setIdentity();
  const SparseMatrix p = one + length_ * length_ * pencil_->laplacian();
  SparseMatrix a = one, b = one;
  for (int s = 0; s < smoothness_; ++s) {
    SparseMatrix &factor = s % 2 ? a : b;
    factor = SparseMatrix(factor * p);
  }
  const SparseMatrix b_transposed = b.transpose();
  as_eigen(d) = SparseMatrix(a.cwiseProduct(b_transposed)) * Eigen::VectorXd::Ones(pencil_->size());
}

}  // namespace gammaflow
