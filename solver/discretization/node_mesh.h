#pragma once

#include <gammaflow/core/types.h>

#include <cstdint>
#include <vector>

namespace gammaflow
{
/// The small cells between neighbouring nodes: every cell of degree p is p^dim of them, lines, quadrilaterals
/// or hexahedra whose corners are nodes. A periodic box is closed: its first nodes appear again at the upper
/// end. On several processes: the cells of one of them, and the points that they need.
struct NodeMesh {
  std::vector<Point> points;
  std::vector<std::uint32_t> node;     ///< the node of each point, in the numbering of all processes
  std::vector<std::uint32_t> corners;  ///< points, 2^dim for each cell, x fastest
};

}  // namespace gammaflow
