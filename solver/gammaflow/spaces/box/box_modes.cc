// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/threads.h>
#include <gammaflow/spaces/box/box_modes.h>
#include <gammaflow/spaces/box/work_vectors.h>
#include <gammaflow/spaces/lines/tensor_product.h>
#include <gammaflow/spaces/transforms/fft_lines.h>
#include <gammaflow/spaces/transforms/transpose.h>

#include <algorithm>

namespace gammaflow
{
namespace
{
Eigen::VectorXd &work(int which, Eigen::Index size)
{
  return work_vector<BoxModes>(which, size);
}

/// y = transform(x) along the lines of one direction, eight at a time side by side (a single one with one of
/// zeros). `transform(lines, x, y)`; y may be x.
template <class Transform>
void along_lines(const std::array<std::size_t, 3> &sizes, unsigned direction, const double *x, double *y,
                 const Transform &transform)
{
  const std::size_t n = sizes[direction],
                    lower = (direction > 0 ? sizes[0] : 1) * (direction > 1 ? sizes[1] : 1),
                    upper = sizes[0] * sizes[1] * sizes[2] / n / lower;
  // Bundles of neighbouring lines: rows (direction 0) or columns of one slab.
  const std::size_t lines = direction == 0 ? upper : lower, slabs = direction == 0 ? 1 : upper,
                    width = lines == 1 && slabs == 1 ? 2 : 8, bundles = (lines + width - 1) / width;
  parallel_ranges(slabs * bundles, 1 + 16384 / (n * width), [&](std::size_t begin, std::size_t end) {
    FftBuffer<double> buffer(n * width);
    for (std::size_t b = begin; b < end; ++b) {
      const std::size_t first = b % bundles * width, some = std::min(width, lines - first);
      const std::size_t start = direction == 0 ? first * n : b / bundles * n * lower + first;
      if (some < width) std::fill(buffer.data(), buffer.data() + n * width, 0.);
      if (direction == 0)
        transpose(some, n, x + start, n, buffer.data(), width);
      else
        for (std::size_t i = 0; i < n; ++i)
          std::copy_n(x + start + i * lower, some, buffer.data() + i * width);
      transform(unsigned(width), LineBundle<const double>{buffer.data(), width},
                LineBundle<double>{buffer.data(), width});
      if (direction == 0)
        transpose(n, some, buffer.data(), width, y + start, n);
      else
        for (std::size_t i = 0; i < n; ++i)
          std::copy_n(buffer.data() + i * width, some, y + start + i * lower);
    }
  });
}
}  // namespace

bool BoxModes::transformed(const Grid1D &grid)
{
  return grid.size() >= least_transformed && BlochTransform::serves(grid);
}

BoxModes::BoxModes(const TensorGrid &grid, const Method method, const HeldSides &held)
    : dim_(grid.dim), weights_(Eigen::Index(grid.size())), eigenvalues_(Eigen::Index(grid.size()))
{
  for (unsigned d = 0; d < dim_; ++d) {
    const Grid1D &line = grid.direction[d];
    const bool fast = method == Method::transforms || (method == Method::measured && transformed(line));
    directions_.emplace_back();
    if (held[d].any())
      directions_.back().products.emplace(line, held[d]);
    else if (fast)
      directions_.back().transform.emplace(line);
    else
      directions_.back().products.emplace(line);
    sizes_[d] = line.size();
  }
  const auto &[x, y, z] = grid.direction;
  const auto value = [this](unsigned d, std::size_t i) { return d < dim_ ? values(d)[Eigen::Index(i)] : 0.; };
  Eigen::Index n = 0;
  for (std::size_t k = 0; k < sizes_[2]; ++k)
    for (std::size_t j = 0; j < sizes_[1]; ++j)
      for (std::size_t i = 0; i < sizes_[0]; ++i) {
        weights_[n] = x.weights[i] * y.weights[j] * z.weights[k];
        eigenvalues_[n++] = value(0, i) + value(1, j) + value(2, k);
      }
}

const BlochTransform *BoxModes::transform(const unsigned direction) const
{
  const auto &transform = directions_[direction].transform;
  return transform ? &*transform : nullptr;
}

const Eigen::VectorXd &BoxModes::values(const unsigned direction) const
{
  return transform(direction) ? transform(direction)->values() : directions_[direction].products->values();
}

void BoxModes::to_modes(const double *x, double *modes) const
{
  Eigen::VectorXd &folded = work(0, size()), &between = work(1, size());
  for (unsigned d = 0; d < dim_; ++d) {  // what comes out may replace what went in, which is folded by then
    const double *in = d == 0 ? x : between.data();
    double *out = d + 1 == dim_ ? modes : between.data();
    if (const auto *fast = transform(d))
      along_lines(sizes_, d, in, out,
                  [fast](unsigned lines, auto from, auto to) { fast->to_modes(lines, from, to); });
    else
      directions_[d].products->to_modes(sizes_, d, in, out, folded.data());
  }
}

void BoxModes::from_modes(const double *modes, double *x) const
{
  Eigen::VectorXd &folded = work(0, size()), &a = work(1, size()), &b = work(2, size());
  const double *in = modes;
  for (unsigned d = 0; d < dim_; ++d) {
    double *out = d + 1 == dim_ ? x : d == 0 ? a.data() : b.data();
    if (const auto *fast = transform(d))
      along_lines(sizes_, d, in, out,
                  [fast](unsigned lines, auto from, auto to) { fast->from_modes(lines, from, to); });
    else
      directions_[d].products->from_modes(sizes_, d, in, out, folded.data());
    in = out;
  }
}

Eigen::VectorXd BoxModes::diagonal(const Eigen::VectorXd &g) const
{
  Eigen::VectorXd a = g, b(size());
  for (unsigned d = 0; d < dim_; ++d) {
    if (const auto *fast = transform(d))
      along_lines(sizes_, d, a.data(), b.data(),
                  [fast](unsigned lines, auto from, auto to) { fast->from_squares(lines, from, to); });
    else
      multiply_direction(directions_[d].products->vectors().cwiseAbs2(), sizes_, d, a.data(), b.data());
    a.swap(b);
  }
  return a.cwiseProduct(weights_);
}

}  // namespace gammaflow
