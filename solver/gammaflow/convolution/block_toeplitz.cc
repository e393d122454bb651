// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/threads.h>
#include <gammaflow/convolution/block_toeplitz.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
BlockDirection::BlockDirection(const Grid1D &grid, double reach)
    : periodic(grid.periodic),
      types(grid.degree),
      nodes(grid.size()),
      blocks((grid.size() + grid.degree - 1) / grid.degree),
      cell((grid.upper - grid.lower) / double(grid.cells()))
{
  // Differences of blocks go up to blocks - 1; those beyond the reach of the kernel may wrap around onto one
  // another.
  const double needed = std::min(double(blocks - 1), std::ceil(reach / cell) + 1);
  embedding = periodic ? blocks : fft_friendly_size(blocks + std::size_t(needed));

  std::vector<double> xi(types), all;
  for (unsigned a = 0; a < types; ++a) xi[a] = (grid.nodes[a] - grid.nodes[0]) / cell;
  for (const double a : xi)
    for (const double b : xi) all.push_back(a - b);
  const auto close = [](double a, double b) { return std::abs(a - b) < 1e-10; };
  shifts = all;
  std::sort(shifts.begin(), shifts.end());
  shifts.erase(std::unique(shifts.begin(), shifts.end(), close), shifts.end());
  for (std::size_t u = 0; u < shifts.size() / 2; ++u) shifts[u] = -shifts[shifts.size() - 1 - u];
  shifts[shifts.size() / 2] = 0;
  shift_of.clear();
  for (const double s : all)
    for (unsigned u = 0; u < shifts.size(); ++u)
      if (close(s, shifts[u])) {
        shift_of.push_back(u);
        break;
      }
}

double BlockDirection::distance(std::size_t block, unsigned shift) const
{
  const double there = cell * (double(block) + shifts[shift]);
  const double around = cell * (double(block) - double(embedding) + shifts[shift]);
  return std::abs(there) <= std::abs(around) ? there : around;
}

void BlockToeplitz::set_directions(const TensorGrid &grid, double reach)
{
  std::size_t all_shifts = 1;
  for (unsigned d = 0; d < dim_; ++d) {
    direction_[d] = BlockDirection(grid.direction[d], reach);
    types_ *= direction_[d].types;
    all_shifts *= direction_[d].shifts.size();
  }
  stored_ = unsigned(all_shifts / 2 + 1);  // c_-s(-d) = c_s(d): conjugate symbols
  length_ = direction_[dim_ - 1].embedding;
  folded_ = even_ && types_ == 1;
  if (dim_ == 1 || folded_) length_ = length_ / 2 + 1;
}

std::array<double, 2> BlockToeplitz::bytes(const TensorGrid &grid, double reach, bool even)
{
  double frequencies = 1, complete = 1, types = 1, shifts = 1, lines = 1;
  for (unsigned d = 0; d < grid.dim; ++d) {
    const BlockDirection direction(grid.direction[d], reach);
    const double half = double(direction.embedding / 2 + 1);
    types *= direction.types;
    shifts *= double(direction.shifts.size());
    complete *= double(direction.embedding);
    frequencies *= (direction.types == 1 && even) || d == 0 ? half : double(direction.embedding);
    lines *= d == 0 ? half : d + 1 == grid.dim ? double(direction.blocks) : double(direction.embedding);
  }
  const double kept = types == 1 && even ? 8 * frequencies : 16 * frequencies * std::floor(shifts / 2 + 1);
  return {{kept, 24 * complete + 16 * types * lines}};
}

BlockToeplitz::BlockToeplitz(const Difference &kernel, double reach, bool even, const TensorGrid &grid)
    : dim_(grid.dim), even_(even)
{
  set_directions(grid, reach);
  const auto &X = direction_[0], &Y = direction_[1], &Z = direction_[2];
  const unsigned nx = unsigned(X.shifts.size()), ny = unsigned(Y.shifts.size());
  const std::size_t n[3] = {X.embedding, Y.embedding, Z.embedding}, half = n[0] / 2 + 1;

  symbol_of_.resize(std::size_t(types_) * types_);
  const unsigned pairs_x = X.types * X.types, pairs_y = Y.types * Y.types, pairs_z = Z.types * Z.types;
  for (unsigned z = 0; z < pairs_z; ++z)
    for (unsigned y = 0; y < pairs_y; ++y)
      for (unsigned x = 0; x < pairs_x; ++x) {
        const unsigned row = x / X.types + X.types * (y / Y.types + Y.types * (z / Z.types));
        const unsigned col = x % X.types + X.types * (y % Y.types + Y.types * (z % Z.types));
        const unsigned shift = X.shift_of[x] + nx * (Y.shift_of[y] + ny * Z.shift_of[z]);
        const unsigned mirrored = 2 * stored_ - 2 - shift;
        symbol_of_[row * types_ + col] = shift < stored_ ? 2 * shift : 2 * mirrored + 1;
      }

  const std::size_t columns = dim_ == 1 ? 1 : dim_ == 2 ? half : half * (folded_ ? n[1] / 2 + 1 : n[1]);
  (folded_ ? real_.resize(columns * length_) : real_.resize(0));
  (folded_ ? complex_.resize(0) : complex_.resize(columns * stored_ * length_));

  FftBuffer<double> block(n[0] * n[1] * n[2]);
  FftBuffer<Complex> symbol(half * n[1] * n[2]);
  const double scale = 1. / double(block.size());
  for (unsigned s = 0; s < stored_; ++s) {
    const unsigned sx = s % nx, sy = s / nx % ny, sz = s / nx / ny;
    parallel_ranges(n[1] * n[2], 16, [&](std::size_t begin, std::size_t end) {
      for (std::size_t line = begin; line < end; ++line)
        for (std::size_t x = 0; x < n[0]; ++x)
          block[line * n[0] + x] =
              scale * kernel(X.distance(x, sx), Y.distance(line % n[1], sy), Z.distance(line / n[1], sz));
    });
    fft_of_real(n, block, symbol);
    for (std::size_t z = 0; z < n[2]; ++z)
      for (std::size_t y = 0; y < n[1]; ++y)
        for (std::size_t x = 0; x < half; ++x) {
          const std::size_t at = dim_ == 1 ? x : dim_ == 2 ? y : z;
          if (at >= length_ || (folded_ && dim_ == 3 && y > n[1] / 2)) continue;
          const Complex value = symbol[(z * n[1] + y) * half + x];
          const std::size_t c = dim_ == 1 ? 0 : column(x, dim_ == 2 ? 0 : y);
          if (folded_)
            real_[c * length_ + at] = value.real();
          else
            complex_[(c * stored_ + s) * length_ + at] = value;
        }
  }
}

std::size_t BlockToeplitz::column(std::size_t kx, std::size_t ky) const
{
  const std::size_t ny = direction_[1].embedding;
  const std::size_t y = dim_ < 3 ? 0 : folded_ ? std::min(ky, ny - ky) : ky;
  return kx + (direction_[0].embedding / 2 + 1) * y;
}

void BlockToeplitz::multiply(std::size_t kx, std::size_t ky, const Complex *x, Complex *y,
                             std::size_t stride) const
{
  const std::size_t c = dim_ == 1 ? 0 : column(kx, ky);
  if (folded_) {
    const double *symbol = &real_[c * length_];
    for (std::size_t k = 0; k < length_; ++k) y[k] = symbol[k] * x[k];
    if (dim_ > 1)
      for (std::size_t k = length_, n = direction_[dim_ - 1].embedding; k < n; ++k)
        y[k] = symbol[n - k] * x[k];
    return;
  }
  for (unsigned row = 0; row < types_; ++row) {
    double *out = reinterpret_cast<double *>(y + row * stride);
    std::fill(out, out + 2 * length_, 0.);
    for (unsigned col = 0; col < types_; ++col) {
      const unsigned index = symbol_of_[row * types_ + col];
      const double *s = reinterpret_cast<const double *>(&complex_[(c * stored_ + index / 2) * length_]);
      const double *in = reinterpret_cast<const double *>(x + col * stride);
      const double sign = index % 2 == 1 ? -1 : 1;
      // Written out: the product of std::complex checks for infinities.
      for (std::size_t k = 0; k < 2 * length_; k += 2) {
        const double re = s[k], im = sign * s[k + 1];
        out[k] += re * in[k] - im * in[k + 1];
        out[k + 1] += re * in[k + 1] + im * in[k];
      }
    }
  }
}

}  // namespace gammaflow
