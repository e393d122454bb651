#pragma once

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

  std::size_t cells() const { return vertices.size() - 1; }
  std::size_t size() const { return nodes.size(); }
};

/// A box in `dim` directions; nodes are numbered lexicographically, x fastest.
struct TensorGrid {
  unsigned dim = 1;
  std::array<Grid1D, 3> direction;  ///< beyond dim: one node at 0 with weight 1

  std::size_t size() const { return direction[0].size() * direction[1].size() * direction[2].size(); }
};

}  // namespace gammaflow
