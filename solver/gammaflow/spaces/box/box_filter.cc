// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/threads.h>
#include <gammaflow/spaces/box/box_filter.h>
#include <gammaflow/spaces/transforms/transpose.h>

#include <algorithm>
#include <vector>

namespace gammaflow
{
namespace
{
constexpr std::size_t width = 8;

std::size_t bundles(std::size_t lines)
{
  return (lines + width - 1) / width;
}
/// Room for a bundle of lines and what rounds it up to whole bundles in the other direction, which is zero:
/// neighbouring lines share their round-off.
double *room(std::size_t length)
{
  static thread_local FftBuffer<double> lines;
  const std::size_t size = bundles(length) * width * width;
  if (lines.size() < size) lines = FftBuffer<double>(size);
  std::fill(lines.data() + length * width, lines.data() + size, 0.);
  return lines.data();
}
/// A block of `width` rows of a bundle is asked for while the one before it is worked on: the next one of the
/// same bundle is far from the next one that is read, where the processor does not look for it.
template <bool write>
void prefetch(const double *block)
{
  for (std::size_t i = 0; i < width; ++i) __builtin_prefetch(block + i * width, write ? 1 : 0, 2);
}
/// Lines that a thread should have at least.
std::size_t grain(std::size_t length)
{
  return 1 + 16384 / (length * width);
}
}  // namespace

bool BoxFilter::serves(const BoxModes &modes, const unsigned dim)
{
  for (unsigned d = 0; d < dim; ++d)
    if (!modes.transform(d)) return false;
  return true;
}

BoxFilter::BoxFilter(std::shared_ptr<const BoxModes> modes, const unsigned dim,
                     const SpectralFunction &function)
    : modes_(std::move(modes)),
      dim_(dim),
      nx_(modes_->sizes()[0]),
      ny_(modes_->sizes()[1]),
      nz_(modes_->sizes()[2]),
      g_(dim == 1 ? 2 * nx_ : bundles(nx_) * width * ny_ * nz_)
{
  const Eigen::VectorXd none = Eigen::VectorXd::Zero(1);
  const Eigen::VectorXd &x = modes_->values(0), &y = dim > 1 ? modes_->values(1) : none,
                        &z = dim > 2 ? modes_->values(2) : none;
  const auto g = [&function](double *numbers, std::size_t n) {
    if (function.of_many) return function.of_many(numbers, n);
    for (std::size_t i = 0; i < n; ++i) numbers[i] = function.g(numbers[i]);
  };
  double *out = g_.data();
  if (dim == 1) {
    std::vector<double> values(x.begin(), x.end());
    g(values.data(), values.size());
    for (const double value : values) {
      *out++ = value;
      *out++ = 0;
    }
    return;
  }
  for (std::size_t first = 0; first < bundles(nx_) * width; first += width) {
    double *const bundle = out;
    for (const double value_z : z)
      for (const double value_y : y)
        for (std::size_t i = first; i < first + width; ++i)
          *out++ = x[Eigen::Index(std::min(i, nx_ - 1))] + value_y + value_z;
    g(bundle, std::size_t(out - bundle));
    // beyond the last column nothing is left
    for (std::size_t i = nx_; i < first + width; ++i)
      for (double *row = bundle; row < out; row += width) row[i - first] = 0;
  }
}

void BoxFilter::apply(const double *x, double *y) const
{
  if (dim_ == 1) return apply_line(x, y);
  const std::size_t rows = ny_ * nz_, columns = bundles(nx_);
  static thread_local FftBuffer<double> kept;
  if (kept.size() < columns * width * rows) kept = FftBuffer<double>(columns * width * rows);
  double *const between = kept.data();

  const BlochTransform &along_x = *modes_->transform(0);
  const auto rows_in = [rows](std::size_t bundle) { return std::min(width, rows - bundle * width); };
  parallel_ranges(bundles(rows), grain(nx_), [&](std::size_t begin, std::size_t end) {
    double *const lines = room(nx_);
    for (std::size_t r = begin; r < end; ++r) {
      if (rows_in(r) < width) std::fill(lines, lines + nx_ * width, 0.);
      transpose(rows_in(r), nx_, x + r * width * nx_, nx_, lines, width);
      along_x.to_modes(width, {lines, width}, {lines, width});
      for (std::size_t c = 0; c < columns; ++c) {
        double *const to = between + (c * rows + r * width) * width;
        if ((r + 1) * width < rows) prefetch<true>(to + width * width);
        transpose(width, rows_in(r), lines + c * width * width, width, to, width);
      }
    }
  });
  parallel_ranges(columns, grain(rows), [&](std::size_t begin, std::size_t end) {
    for (std::size_t c = begin; c < end; ++c)
      filter_columns(g_.data() + c * rows * width, between + c * rows * width);
  });
  parallel_ranges(bundles(rows), grain(nx_), [&](std::size_t begin, std::size_t end) {
    double *const lines = room(nx_);
    for (std::size_t r = begin; r < end; ++r) {
      if (rows_in(r) < width) std::fill(lines, lines + nx_ * width, 0.);
      for (std::size_t c = 0; c < columns; ++c) {
        const double *const from = between + (c * rows + r * width) * width;
        if ((r + 1) * width < rows) prefetch<false>(from + width * width);
        transpose(rows_in(r), width, from, width, lines + c * width * width, width);
      }
      along_x.from_modes(width, {lines, width}, {lines, width});
      transpose(nx_, rows_in(r), lines, width, y + r * width * nx_, nx_);
    }
  });
}

void BoxFilter::filter_columns(const double *g, double *columns) const
{
  const BlochTransform &along_y = *modes_->transform(1);
  if (dim_ == 2) return along_y.filter(width, {columns, width}, {g, width}, {columns, width});
  const BlochTransform &along_z = *modes_->transform(2);
  const std::size_t layer = ny_ * width;
  for (std::size_t k = 0; k < nz_; ++k)
    along_y.to_modes(width, {columns + k * layer, width}, {columns + k * layer, width});
  for (std::size_t j = 0; j < ny_; ++j)
    along_z.filter(width, {columns + j * width, layer}, {g + j * width, layer}, {columns + j * width, layer});
  for (std::size_t k = 0; k < nz_; ++k)
    along_y.from_modes(width, {columns + k * layer, width}, {columns + k * layer, width});
}

void BoxFilter::apply_line(const double *x, double *y) const
{
  static thread_local FftBuffer<double> line;
  if (line.size() < 2 * nx_) line = FftBuffer<double>(2 * nx_);
  for (std::size_t i = 0; i < nx_; ++i) {
    line[2 * i] = x[i];
    line[2 * i + 1] = 0;
  }
  modes_->transform(0)->filter(2, {line.data(), 2}, {g_.data(), 2}, {line.data(), 2});
  for (std::size_t i = 0; i < nx_; ++i) y[i] = line[2 * i];
}

}  // namespace gammaflow
