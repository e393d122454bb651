// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/mesh/files/mesh_file.h>

#include <array>
#include <vector>

namespace gammaflow
{
/// The geometry of a straight-edged quadrilateral or hexahedron.
class CellShape
{
 public:
  CellShape(const MeshContent &mesh, std::size_t cell);

  /// The smallest Jacobian determinant at the corners: not positive where the cell is not convex, or is
  /// oriented the other way round.
  double least_determinant() const;
  double size() const;  ///< area; volume, by the trilinear map
  double shortest_edge() const;
  Point center() const;
  const Point &corner(unsigned i) const { return corners_[i]; }
  Point lower() const;
  Point upper() const;
  /// Whether the interiors of both share more than round-off. In 3D, whether one holds one of nine points of
  /// the other.
  bool overlaps(const CellShape &other) const;

 private:
  double determinant(unsigned corner) const;
  bool separated_by_an_edge_from(const CellShape &other) const;
  bool holds(const Point &x) const;
  bool holds_a_point_of(const CellShape &other) const;

  unsigned dim_;
  std::vector<Point> corners_;
};

/// The corners of the sides of a cell, each running the same way as seen from outside.
const std::vector<std::vector<unsigned>> &sides_of_cells(unsigned dim);

}  // namespace gammaflow
