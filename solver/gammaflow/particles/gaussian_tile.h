// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <array>
#include <cstddef>

namespace gammaflow
{
/// The most particles of a block: all arrays of two blocks stay in the first-level cache.
constexpr std::size_t tile_block = 128;

/// One block of particles in gaussian_tile(): coordinates, columns a_c and numbers b, and the sums to add to.
struct TileSide {
  std::size_t size = 0;
  std::array<const double *, 3> x{}, a{};
  const double *b = nullptr;                     ///< null: no repulsion
  std::array<double *, 3> value{}, repulsion{};  ///< null: these sums are not formed
};

/// All pairs of `rows` and `others` (at most tile_block of these) for v = exp(-|x - y|^2 scale):
///   value_c(x) += sum_y v a_c(y),   repulsion(x) += sum_y v b(y) (x - y),
/// and, where `mutual`, the same for the others from the rows; scale = 1/(2 sigma^2). With the processor's
/// vector instructions; v is accurate to two units in the last place. `columns`: dim, 1 or 0.
void gaussian_tile(unsigned dim, unsigned columns, bool mutual, double scale, const TileSide &rows,
                   const TileSide &others);

}  // namespace gammaflow
