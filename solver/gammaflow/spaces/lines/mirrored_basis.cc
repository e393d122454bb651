// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/lines/mirrored_basis.h>
#include <gammaflow/spaces/lines/tensor_product.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace gammaflow
{
namespace
{
/// A tensor as `upper` slabs of n layers of `lower` numbers.
struct Slabs {
  Slabs(const std::array<std::size_t, 3> &sizes, unsigned direction)
      : n(sizes[direction]),
        lower((direction > 0 ? sizes[0] : 1) * (direction > 1 ? sizes[1] : 1)),
        upper((direction < 1 ? sizes[1] : 1) * (direction < 2 ? sizes[2] : 1))
  {
  }
  std::size_t n, lower, upper;
};

/// y = E^T x in layers [from, from + n) of every slab, or E x.
void multiply(const Eigen::MatrixXd &matrix, bool transposed, const Slabs &t, std::size_t from,
              const double *x, double *y)
{
  using Map = Eigen::Map<Eigen::MatrixXd, 0, Eigen::OuterStride<>>;
  using ConstMap = Eigen::Map<const Eigen::MatrixXd, 0, Eigen::OuterStride<>>;
  const auto n = matrix.rows(), all = Eigen::Index(t.n), lower = Eigen::Index(t.lower),
             upper = Eigen::Index(t.upper);
  x += from * t.lower;
  y += from * t.lower;
  if (t.lower == 1 && t.upper == 1) {
    const Eigen::Map<const Eigen::VectorXd> in(x, n);
    Eigen::Map<Eigen::VectorXd> out(y, n);
    transposed ? void(out.noalias() = matrix.transpose() * in) : void(out.noalias() = matrix * in);
  } else if (t.lower == 1) {
    const ConstMap in(x, n, upper, Eigen::OuterStride<>(all));
    Map out(y, n, upper, Eigen::OuterStride<>(all));
    transposed ? void(out.noalias() = matrix.transpose() * in) : void(out.noalias() = matrix * in);
  } else
    for (Eigen::Index u = 0; u < upper; ++u) {
      const ConstMap in(x + u * lower * all, lower, n, Eigen::OuterStride<>(lower));
      Map out(y + u * lower * all, lower, n, Eigen::OuterStride<>(lower));
      transposed ? void(out.noalias() = in * matrix) : void(out.noalias() = in * matrix.transpose());
    }
}
}  // namespace

MirroredBasis::MirroredBasis(const Grid1D &grid, std::shared_ptr<const Eigenbasis> basis)
    : basis_(std::move(basis)), weights_(grid.weights), order_(grid.size())
{
  std::iota(order_.begin(), order_.end(), 0);
  find_parities(grid.periodic);
  values_.resize(basis_->values.size());
  for (std::size_t k = 0; k < order_.size(); ++k) values_[Eigen::Index(k)] = basis_->values[order_[k]];
}

MirroredBasis::MirroredBasis(const Grid1D &grid)
    : MirroredBasis(grid, [&] {
        const auto shared = Laplacian1D::shared(grid);  // kept alive by its part
        return std::shared_ptr<const Eigenbasis>(shared, &shared->eigenbasis());
      }())
{
}

MirroredBasis::MirroredBasis(const Grid1D &grid, const HeldEnds &ends)
    : MirroredBasis(grid, std::make_shared<const Eigenbasis>(Eigenbasis::with_held_ends(grid, ends)))
{
}

void MirroredBasis::find_parities(const bool periodic)
{
  const Eigen::MatrixXd &B = basis_->vectors;
  const Eigen::Index n = B.rows(), first = periodic ? 1 : 0, pairs = (n - first) / 2, half = n - pairs;
  if (pairs == 0) return;
  std::vector<Eigen::Index> even, odd;
  for (Eigen::Index k = 0; k < n; ++k) {
    const auto v = B.col(k);
    const Eigen::VectorXd there = v.segment(first, pairs), mirrored = v.tail(pairs).reverse();
    const double round_off = 1e-12 * v.cwiseAbs().maxCoeff();
    double fixed = 0;  // what an odd eigenvector does not have
    for (Eigen::Index i = 0; i < half; ++i)
      if (i < first || i >= first + pairs) fixed = std::max(fixed, std::abs(v[i]));
    if ((there - mirrored).cwiseAbs().maxCoeff() <= round_off)
      even.push_back(k);
    else if (std::max((there + mirrored).cwiseAbs().maxCoeff(), fixed) <= round_off)
      odd.push_back(k);
    else
      return;
  }
  if (Eigen::Index(even.size()) != half) return;
  first_ = std::size_t(first);
  pairs_ = std::size_t(pairs);
  even_.resize(half, half);
  odd_.resize(pairs, pairs);
  for (Eigen::Index k = 0; k < half; ++k) even_.col(k) = B.col(even[std::size_t(k)]).head(half);
  for (Eigen::Index k = 0; k < pairs; ++k) odd_.col(k) = B.col(odd[std::size_t(k)]).segment(first, pairs);
  order_ = even;
  order_.insert(order_.end(), odd.begin(), odd.end());
}

Eigen::MatrixXd MirroredBasis::vectors() const
{
  const Eigen::MatrixXd &B = basis_->vectors;
  Eigen::MatrixXd result(B.rows(), B.cols());
  for (std::size_t k = 0; k < order_.size(); ++k) result.col(Eigen::Index(k)) = B.col(order_[k]);
  return result;
}

void MirroredBasis::to_modes(const std::array<std::size_t, 3> &sizes, const unsigned direction,
                             const double *x, double *y, double *work) const
{
  const Slabs t(sizes, direction);
  const std::size_t half = t.n - pairs_;
  for (std::size_t u = 0; u < t.upper; ++u) {
    const double *in = x + u * t.n * t.lower;
    double *out = work + u * t.n * t.lower;
    if (t.lower == 1) {
      for (std::size_t i = 0; i < half; ++i) out[i] = weights_[i] * in[i];
      for (std::size_t k = 0; k < pairs_; ++k) {
        const double there = out[first_ + k], mirrored = weights_[t.n - 1 - k] * in[t.n - 1 - k];
        out[first_ + k] = there + mirrored;
        out[half + k] = there - mirrored;
      }
      continue;
    }
    for (std::size_t i = 0; i < half; ++i) {
      const double *here = in + i * t.lower;
      double *sum = out + i * t.lower;
      const double w = weights_[i];
      if (i < first_ || i - first_ >= pairs_) {
        for (std::size_t l = 0; l < t.lower; ++l) sum[l] = w * here[l];
        continue;
      }
      const std::size_t k = i - first_;
      const double *image = in + (t.n - 1 - k) * t.lower, v = weights_[t.n - 1 - k];
      double *difference = out + (half + k) * t.lower;
      for (std::size_t l = 0; l < t.lower; ++l) {
        const double a = w * here[l], b = v * image[l];
        sum[l] = a + b;
        difference[l] = a - b;
      }
    }
  }
  if (!symmetric()) return multiply(basis_->vectors, true, t, 0, work, y);
  multiply(even_, true, t, 0, work, y);
  multiply(odd_, true, t, half, work, y);
}

void MirroredBasis::from_modes(const std::array<std::size_t, 3> &sizes, const unsigned direction,
                               const double *x, double *y, double *work) const
{
  const Slabs t(sizes, direction);
  if (!symmetric()) return multiply(basis_->vectors, false, t, 0, x, y);
  const std::size_t half = t.n - pairs_;
  multiply(even_, false, t, 0, x, work);
  multiply(odd_, false, t, half, x, work);
  for (std::size_t u = 0; u < t.upper; ++u) {
    const double *in = work + u * t.n * t.lower;
    double *out = y + u * t.n * t.lower;
    if (t.lower == 1) {
      std::copy(in, in + half, out);
      for (std::size_t k = 0; k < pairs_; ++k) {
        const double e = in[first_ + k], o = in[half + k];
        out[first_ + k] = e + o;
        out[t.n - 1 - k] = e - o;
      }
      continue;
    }
    for (std::size_t i = 0; i < half; ++i) {
      const double *e = in + i * t.lower;
      double *here = out + i * t.lower;
      if (i < first_ || i - first_ >= pairs_) {
        std::copy(e, e + t.lower, here);
        continue;
      }
      const std::size_t k = i - first_;
      const double *o = in + (half + k) * t.lower;
      double *image = out + (t.n - 1 - k) * t.lower;
      for (std::size_t l = 0; l < t.lower; ++l) {
        here[l] = e[l] + o[l];
        image[l] = e[l] - o[l];
      }
    }
  }
}

}  // namespace gammaflow
