// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace gammaflow
{
/// The content of a mesh file: vertices, and the quadrilaterals (2D) or hexahedra (3D) by their vertices, in
/// the order of all formats here (around; the lower face before the upper one).
struct MeshContent {
  unsigned dim = 2;
  std::vector<Point> vertices;
  std::vector<std::array<std::size_t, 8>> cells;  ///< the first four in 2D
  std::vector<std::string> names;                 ///< of the cells: "line 12", for messages

  unsigned corners() const { return dim == 2 ? 4 : 8; }
};

/// The endings of file names that can be read, without the point: "msh", ...
const std::vector<std::string> &mesh_formats();

/// Parses the text of a mesh file. std::invalid_argument, which says the line and what is wrong with it, for
/// everything that is not a mesh of quadrilaterals or hexahedra. Nothing is allocated that is not in the
/// text, and no index is used before it is known to be one.
MeshContent parse_mesh(const std::string &text, const std::string &format, unsigned dim);

}  // namespace gammaflow
