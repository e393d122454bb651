// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/mesh/files/mesh_file.h>

#include <cstddef>
#include <string>

namespace gammaflow
{
/// How nodes at the same place are treated: refused, merged (blocks that were not joined), or kept (a crack).
enum class DoubledNodes { refuse, merge, keep };

/// The counts and the size of a mesh.
struct MeshFacts {
  std::size_t cells = 0, vertices = 0;
  std::size_t pieces = 0;   ///< sets of cells that are connected by sides
  std::size_t doubled = 0;  ///< vertices at the place of another one
  std::size_t merged = 0;   ///< those that were one with another one, after what was asked for
  double size = 0;          ///< area or volume
  bool overlaps_checked = true;

  /// "12 cells, 20 vertices, area 1, 1 piece, no doubled nodes"
  std::string text(unsigned dim) const;
};

/// Checks that the cells are convex, each there once, that they meet in whole sides, two at most, from
/// different sides, that they do not overlap, and that no node lies at the place of another or inside a side
/// of a cell that it does not belong to. Cells that run the other way round are turned. std::invalid_argument
/// with what is wrong and where. Nodes closer than 1e-4 of the shortest edge are at the same place.
MeshFacts check_mesh(MeshContent &mesh, DoubledNodes doubled);

}  // namespace gammaflow
