// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/threads.h>
#include <gammaflow/convolution/block_convolution.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
/// Columns that are moved together: a cache line of complex numbers.
constexpr std::size_t width = 4;

/// Columns [first, first + count) of `rows` rows from/to contiguous lines; the rest of a line is zero.
void gather(const Complex *rows, std::size_t row_stride, std::size_t n_rows, std::size_t count,
            Complex *lines, std::size_t line, std::size_t length)
{
  for (std::size_t r = 0; r < n_rows; ++r)
    for (std::size_t c = 0; c < count; ++c) lines[c * line + r] = rows[r * row_stride + c];
  for (std::size_t c = 0; c < count; ++c)
    std::fill(lines + c * line + n_rows, lines + c * line + length, Complex());
}

void scatter(const Complex *lines, std::size_t line, std::size_t n_rows, std::size_t count, Complex *rows,
             std::size_t row_stride)
{
  for (std::size_t r = 0; r < n_rows; ++r)
    for (std::size_t c = 0; c < count; ++c) rows[r * row_stride + c] = lines[c * line + r];
}
}  // namespace

BlockConvolution::BlockConvolution(BlockToeplitz matrix)
    : matrix_(std::move(matrix)),
      x_(matrix_.direction(0).embedding, FftLines::Kind::real),
      y_(matrix_.direction(1).embedding, FftLines::Kind::complex),
      z_(matrix_.direction(2).embedding, FftLines::Kind::complex),
      stride_(line_stride(x_.length() / 2 + 1)),
      lines_y_(matrix_.dim() == 3 ? y_.length() : matrix_.direction(1).blocks),
      work_(matrix_.types() * matrix_.direction(2).blocks * lines_y_ * stride_)
{
}

template <class Work>
void BlockConvolution::for_lines(const Work &work) const
{
  const BlockDirection &X = matrix_.direction(0), &Y = matrix_.direction(1), &Z = matrix_.direction(2);
  const std::size_t lines = matrix_.types() * Z.blocks * Y.blocks;
  parallel_ranges(lines, 32, [&](std::size_t begin, std::size_t end) {
    FftBuffer<double> line(X.embedding);
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t y = i % Y.blocks, z = i / Y.blocks % Z.blocks, type = i / Y.blocks / Z.blocks;
      const std::size_t tx = type % X.types, ty = type / X.types % Y.types, tz = type / X.types / Y.types;
      const std::size_t node_y = y * Y.types + ty, node_z = z * Z.types + tz;
      Complex *row = &work_[((type * Z.blocks + z) * lines_y_ + y) * stride_];
      // The block of the last vertex has no inner nodes.
      const std::size_t count =
          node_y < Y.nodes && node_z < Z.nodes ? (X.nodes - tx + X.types - 1) / X.types : 0;
      work(line.data(), row, (node_z * Y.nodes + node_y) * X.nodes + tx, count);
    }
  });
}

void BlockConvolution::transform_x(const double *x) const
{
  const std::size_t step = matrix_.direction(0).types;
  for_lines([&](double *line, Complex *row, std::size_t first, std::size_t count) {
    if (count == 0) {
      std::fill(row, row + stride_, Complex());
      return;
    }
    for (std::size_t i = 0; i < count; ++i) line[i] = x[first + i * step];
    std::fill(line + count, line + x_.length(), 0.);
    x_.forward(line, row);
  });
}

void BlockConvolution::transform_x_back(double *y) const
{
  const std::size_t step = matrix_.direction(0).types;
  for_lines([&](double *line, Complex *row, std::size_t first, std::size_t count) {
    if (count == 0) return;
    x_.backward(row, line);
    for (std::size_t i = 0; i < count; ++i) y[first + i * step] = line[i];
  });
}

void BlockConvolution::transform_y(bool forward) const
{
  const std::size_t columns = x_.length() / 2 + 1, groups = (columns + width - 1) / width;
  const std::size_t planes = matrix_.types() * matrix_.direction(2).blocks,
                    stored = matrix_.direction(1).blocks;
  const std::size_t length = y_.length(), line = line_stride(length);
  parallel_ranges(planes * groups, 8, [&](std::size_t begin, std::size_t end) {
    FftBuffer<Complex> lines(width * line);
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t kx = i % groups * width, count = std::min(width, columns - kx);
      Complex *rows = &work_[i / groups * lines_y_ * stride_ + kx];
      gather(rows, stride_, forward ? stored : length, count, lines.data(), line, length);
      for (std::size_t c = 0; c < count; ++c)
        forward ? y_.forward(&lines[c * line]) : y_.backward(&lines[c * line]);
      scatter(lines.data(), line, forward ? length : stored, count, rows, stride_);
    }
  });
}

void BlockConvolution::multiply_last() const
{
  const unsigned dim = matrix_.dim(), types = matrix_.types();
  const FftLines &last = dim == 3 ? z_ : y_;
  const std::size_t columns = x_.length() / 2 + 1, groups = (columns + width - 1) / width;
  const std::size_t stored = matrix_.direction(dim - 1).blocks, length = last.length(),
                    line = line_stride(length);
  const std::size_t slow = dim == 3 ? lines_y_ : 1;  // further frequencies, ky
  const std::size_t row_stride = dim == 3 ? lines_y_ * stride_ : stride_;
  const std::size_t type_stride = matrix_.direction(2).blocks * lines_y_ * stride_;
  parallel_ranges(slow * groups, 8, [&](std::size_t begin, std::size_t end) {
    FftBuffer<Complex> in(types * width * line), out(types * width * line);
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t kx = i % groups * width, ky = i / groups, count = std::min(width, columns - kx);
      Complex *rows = &work_[ky * stride_ + kx];
      for (unsigned t = 0; t < types; ++t) {
        Complex *lines = &in[t * width * line];
        gather(rows + t * type_stride, row_stride, stored, count, lines, line, length);
        for (std::size_t c = 0; c < count; ++c) last.forward(lines + c * line);
      }
      for (std::size_t c = 0; c < count; ++c)
        matrix_.multiply(kx + c, ky, &in[c * line], &out[c * line], width * line);
      for (unsigned t = 0; t < types; ++t) {
        Complex *lines = &out[t * width * line];
        for (std::size_t c = 0; c < count; ++c) last.backward(lines + c * line);
        scatter(lines, line, stored, count, rows + t * type_stride, row_stride);
      }
    }
  });
}

void BlockConvolution::apply(const double *x, double *y) const
{
  const std::lock_guard<std::mutex> lock(in_use_);
  transform_x(x);
  if (matrix_.dim() == 1) {
    FftBuffer<Complex> product(matrix_.types() * stride_);
    matrix_.multiply(0, 0, work_.data(), product.data(), stride_);
    std::copy(product.data(), product.data() + product.size(), work_.data());
  } else {
    if (matrix_.dim() == 3) transform_y(true);
    multiply_last();
    if (matrix_.dim() == 3) transform_y(false);
  }
  transform_x_back(y);
}

double BlockConvolution::flops() const
{
  const auto transform = [](const FftLines &l) {
    return 5. * double(l.length()) * std::log2(double(l.length()));
  };
  const BlockDirection &Y = matrix_.direction(1), &Z = matrix_.direction(2);
  const double types = matrix_.types(), columns = double(x_.length() / 2 + 1);
  double sum = types * double(Y.blocks * Z.blocks) * transform(x_);  // half of a complex one, twice
  if (matrix_.dim() == 2) sum += 2 * types * columns * transform(y_);
  if (matrix_.dim() == 3)
    sum += 2 * types * columns * (double(Z.blocks) * transform(y_) + double(y_.length()) * transform(z_));
  const double frequencies = columns * (matrix_.dim() > 1 ? double(y_.length()) : 1) * double(z_.length());
  return sum + (types == 1 ? 2 : 8 * types * types) * frequencies;
}

std::string BlockConvolution::size() const
{
  std::string text;
  for (unsigned d = 0; d < matrix_.dim(); ++d)
    text += (d ? " x " : "") + std::to_string(matrix_.direction(d).embedding);
  return text;
}

}  // namespace gammaflow
