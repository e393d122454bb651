// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/spaces/hanging_nodes.h>

#include <cstdint>
#include <vector>

namespace gammaflow
{
/// The small cells between neighbouring nodes: every cell of degree p is p^dim of them, lines, quadrilaterals
/// or hexahedra whose corners are nodes. A periodic box is closed: its first nodes appear again at the upper
/// end. On several processes: the cells of one of them, and the points that they need. The last points may be
/// hanging nodes of a locally refined mesh: these are no nodes of the space.
struct NodeMesh {
  std::vector<Point> points;
  std::vector<std::uint32_t> node;  ///< the node of each point, in the numbering of all processes; none of a
                                    ///< hanging one
  HangingNodes hanging;             ///< in terms of the points before them
  std::vector<std::uint32_t> corners;  ///< points, 2^dim for each cell, x fastest
};

}  // namespace gammaflow
