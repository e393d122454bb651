#pragma once

#include <gammaflow/core/types.h>
#include <gammaflow/discretization/space.h>

#include <cstdint>
#include <vector>

namespace gammaflow
{
/// The small cells between neighbouring nodes: every cell of degree p is p^dim of them, lines, quadrilaterals
/// or hexahedra whose corners are nodes. A periodic box is closed: its first nodes appear again at the upper
/// end.
struct NodeMesh {
  std::vector<Point> points;
  std::vector<std::uint32_t> node;     ///< the node of each point
  std::vector<std::uint32_t> corners;  ///< points, 2^dim for each cell, x fastest
};

NodeMesh node_mesh(const Space &space);

}  // namespace gammaflow
