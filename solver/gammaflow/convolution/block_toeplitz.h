// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/lines/tensor_grid.h>
#include <gammaflow/spaces/transforms/fft_lines.h>

#include <array>
#include <functional>
#include <vector>

namespace gammaflow
{
/// The structure of the matrix k(x_i - x_j) on a uniform box with FE_Q(p) nodes, in one direction. Node i is
/// of type i mod p in block i div p (a cell; the last vertex of a no-flux direction is alone in a block of
/// its own), so that between the types a and b the matrix depends on the difference of the blocks alone: it
/// is Toeplitz, and a part of a circulant of size `embedding`. A periodic direction is circulant as it
/// stands; otherwise the blocks are padded by as many cells as the kernel reaches.
struct BlockDirection {
  BlockDirection() = default;
  BlockDirection(const Grid1D &grid, double reach);

  bool periodic = false;
  unsigned types = 1;
  std::size_t nodes = 1, blocks = 1, embedding = 1;
  double cell = 0;
  /// The distinct xi_a - xi_b of the node positions xi in the unit cell, ascending, odd under reversal.
  std::vector<double> shifts = {0.};
  /// shifts[shift_of[a * types + b]] = xi_a - xi_b
  std::vector<unsigned> shift_of = {0};

  /// Distance x_i - x_j for a difference of blocks (mod embedding) and a shift; the shorter of the two it
  /// stands for.
  double distance(std::size_t block, unsigned shift) const;
};

/// The Fourier symbols of the circulant blocks, precomputed. Laid out so that the last direction is
/// contiguous: a column is one frequency of all directions but the last.
class BlockToeplitz
{
 public:
  /// k(x, y, z) = k(-x, -y, -z) of a difference, which is zero beyond `reach`; `even`: in every coordinate.
  using Difference = std::function<double(double x, double y, double z)>;
  BlockToeplitz(const Difference &kernel, double reach, bool even, const TensorGrid &grid);
  /// Bytes of the symbols, and further bytes of BlockConvolution::apply().
  static std::array<double, 2> bytes(const TensorGrid &grid, double reach, bool even);

  unsigned dim() const { return dim_; }
  const BlockDirection &direction(unsigned d) const { return direction_[d]; }
  unsigned types() const { return types_; }
  /// y_t = sum_t' c_tt' x_t' for the frequencies of the column (kx, ky), x and y given as types() lines of
  /// length `length`, `stride` apart; y != x.
  void multiply(std::size_t kx, std::size_t ky, const Complex *x, Complex *y, std::size_t stride) const;
  std::size_t memory() const { return sizeof(double) * (real_.size() + 2 * complex_.size()); }

 private:
  void set_directions(const TensorGrid &grid, double reach);
  std::size_t column(std::size_t kx, std::size_t ky) const;

  unsigned dim_, types_ = 1, stored_ = 1;
  bool even_;    ///< in every coordinate
  bool folded_;  ///< symbols are real and even in each frequency: degree 1 and an even kernel
  std::array<BlockDirection, 3> direction_;
  std::size_t length_ = 1;           ///< frequencies in a column
  std::vector<unsigned> symbol_of_;  ///< per pair of types: 2 * index + (1 if conjugate)
  std::vector<double> real_;         ///< folded: a half of each direction is kept
  std::vector<Complex> complex_;     ///< otherwise
};

}  // namespace gammaflow
