// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace gammaflow
{
/// One direction of a box: the Gauss-Lobatto nodes of FE_Q(degree) on `cells` cells, without the last node if
/// periodic.
struct Grid1D {
  double lower = 0, upper = 1;
  bool periodic = false;
  bool uniform = true;  ///< all cells have the same length
  unsigned degree = 1;
  std::vector<double> vertices;  ///< cells + 1
  std::vector<double> nodes;     ///< cells * degree (+ 1 if not periodic), ascending
  std::vector<double> weights;   ///< the lumped (Gauss-Lobatto) mass of each node; sums to upper - lower

  /// Cell lengths in geometric progression, the last `grading` times the first; then every cell is halved
  /// `level` times.
  static Grid1D build(double lower, double upper, std::size_t cells, double grading, unsigned degree,
                      bool periodic, unsigned level = 0);
  /// The same cells with other nodes.
  Grid1D with_degree(unsigned degree) const;
  /// The direction beyond the dimension: one node at 0 with weight 1, no cell.
  static Grid1D single_node();

  std::size_t cells() const { return vertices.size() - 1; }
  std::size_t size() const { return nodes.size(); }
  /// The node that is the i-th of cell c; the last one of a periodic direction is the first.
  std::size_t node(std::size_t c, unsigned i) const
  {
    const std::size_t n = c * degree + i;
    return n < nodes.size() ? n : 0;
  }
  /// The cell that contains x (the nearest one for x outside).
  std::size_t cell_of(double x) const;
  /// Whether the cells are symmetric about the middle, to round-off.
  bool symmetric() const;
  /// The mirror image of node i: n-1-i, or n-i where periodic (then node 0 is its own).
  std::size_t mirrored(std::size_t i) const { return periodic ? (size() - i) % size() : size() - 1 - i; }
  /// The largest distance of neighbouring nodes.
  double spacing() const;
  /// The same nodes and the same functions.
  bool operator==(const Grid1D &other) const;
  bool operator!=(const Grid1D &other) const { return !(*this == other); }
};

/// A box in `dim` directions; nodes are numbered lexicographically, x fastest.
struct TensorGrid {
  unsigned dim = 1;
  std::array<Grid1D, 3> direction{{Grid1D::single_node(), Grid1D::single_node(), Grid1D::single_node()}};

  std::size_t size() const { return direction[0].size() * direction[1].size() * direction[2].size(); }
  /// Whether the cells are equal in every direction.
  bool uniform() const
  {
    return std::all_of(direction.begin(), direction.begin() + dim,
                       [](const Grid1D &grid) { return grid.uniform; });
  }
};

}  // namespace gammaflow
