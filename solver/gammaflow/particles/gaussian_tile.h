// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <array>
#include <cstddef>

namespace gammaflow
{
/// At most so many particles in a block: all arrays of two blocks stay in the first-level cache.
constexpr std::size_t tile_block = 128;

/// Particles in one role of a meeting: coordinates, columns a_c and numbers b, and the sums that they get.
struct TileSide {
  std::size_t size = 0;
  std::array<const double *, 3> x{}, a{};
  const double *b = nullptr;                     ///< null: no repulsion
  std::array<double *, 3> value{}, repulsion{};  ///< null: this side gets nothing
};

/// All pairs of `rows` and `others` (at most tile_block of these) for v = exp(-|x - y|^2 scale):
///   value_c(x) += sum_y v a_c(y),   repulsion(x) += sum_y v b(y) (x - y),
/// and, where `mutual`, the same for the others from the rows. Computed side by side for what the processor
/// can do, v to two units in the last place. `columns`: dim, 1 or 0.
void gaussian_tile(unsigned dim, unsigned columns, bool mutual, double scale, const TileSide &rows,
                   const TileSide &others);

}  // namespace gammaflow
