// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/mesh/files/mesh_shapes.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
Point operator-(const Point &a, const Point &b)
{
  return {{a[0] - b[0], a[1] - b[1], a[2] - b[2]}};
}

double length(const Point &a)
{
  return std::sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]);
}

double triple(const Point &a, const Point &b, const Point &c)
{
  return a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) +
         a[2] * (b[0] * c[1] - b[1] * c[0]);
}

/// The neighbours of each corner of a hexahedron, right-handed.
constexpr unsigned neighbours[8][3] = {{1, 3, 4}, {2, 0, 5}, {3, 1, 6}, {0, 2, 7},
                                       {7, 5, 0}, {4, 6, 1}, {5, 7, 2}, {6, 4, 3}};
/// Signs of the corners in the reference cell.
constexpr double sign[8][3] = {{-1, -1, -1}, {1, -1, -1}, {1, 1, -1}, {-1, 1, -1},
                               {-1, -1, 1},  {1, -1, 1},  {1, 1, 1},  {-1, 1, 1}};
}  // namespace

CellShape::CellShape(const MeshContent &mesh, const std::size_t cell) : dim_(mesh.dim)
{
  for (unsigned i = 0; i < mesh.corners(); ++i) corners_.push_back(mesh.vertices[mesh.cells[cell][i]]);
}

double CellShape::determinant(const unsigned i) const
{
  if (dim_ == 2) {
    const Point a = corners_[(i + 1) % 4] - corners_[i], b = corners_[(i + 3) % 4] - corners_[i];
    return a[0] * b[1] - a[1] * b[0];
  }
  return triple(corners_[neighbours[i][0]] - corners_[i], corners_[neighbours[i][1]] - corners_[i],
                corners_[neighbours[i][2]] - corners_[i]);
}

double CellShape::least_determinant() const
{
  double least = std::numeric_limits<double>::infinity();
  for (unsigned i = 0; i < corners_.size(); ++i) least = std::min(least, determinant(i));
  return least;
}

double CellShape::shortest_edge() const
{
  double least = std::numeric_limits<double>::infinity();
  for (unsigned i = 0; i < corners_.size(); ++i)
    for (unsigned d = 0; d < dim_; ++d) {
      const unsigned other = dim_ == 2 ? (d == 0 ? (i + 1) % 4 : (i + 3) % 4) : neighbours[i][d];
      least = std::min(least, length(corners_[other] - corners_[i]));
    }
  return least;
}

/// The shoelace formula; the integral of the determinant of the trilinear map, of degree 2 in each direction,
/// by Gauss's rule of two points.
double CellShape::size() const
{
  if (dim_ == 2) {
    const Point a = corners_[2] - corners_[0], b = corners_[3] - corners_[1];
    return (a[0] * b[1] - a[1] * b[0]) / 2;
  }
  double volume = 0;
  for (const auto &point : sign) {
    Point column[3] = {};
    for (unsigned i = 0; i < 8; ++i)
      for (unsigned d = 0; d < 3; ++d) {
        double factor = sign[i][d] / 8;
        for (unsigned e = 0; e < 3; ++e)
          if (e != d) factor *= 1 + sign[i][e] * point[e] / std::sqrt(3.);
        for (unsigned k = 0; k < 3; ++k) column[d][k] += factor * corners_[i][k];
      }
    volume += triple(column[0], column[1], column[2]);
  }
  return volume;
}

Point CellShape::center() const
{
  Point result{};
  for (const Point &corner : corners_)
    for (unsigned d = 0; d < 3; ++d) result[d] += corner[d] / double(corners_.size());
  return result;
}

Point CellShape::lower() const
{
  Point result = corners_[0];
  for (const Point &corner : corners_)
    for (unsigned d = 0; d < 3; ++d) result[d] = std::min(result[d], corner[d]);
  return result;
}

Point CellShape::upper() const
{
  Point result = corners_[0];
  for (const Point &corner : corners_)
    for (unsigned d = 0; d < 3; ++d) result[d] = std::max(result[d], corner[d]);
  return result;
}

/// All of the other one lies beyond one of the edges of this convex one, which runs counterclockwise.
bool CellShape::separated_by_an_edge_from(const CellShape &other) const
{
  for (unsigned i = 0; i < 4; ++i) {
    const Point edge = corners_[(i + 1) % 4] - corners_[i];
    const double tolerance = 1e-6 * length(edge) * std::min(shortest_edge(), other.shortest_edge());
    bool beyond = true;
    for (const Point &x : other.corners_) {
      const Point to = x - corners_[i];
      beyond = beyond && edge[0] * to[1] - edge[1] * to[0] <= tolerance;
    }
    if (beyond) return true;
  }
  return false;
}

/// Newton's method for the trilinear map; a point that it does not find is not inside.
bool CellShape::holds(const Point &x) const
{
  Point at{};
  for (unsigned iteration = 0; iteration < 30; ++iteration) {
    Point residual{{-x[0], -x[1], -x[2]}}, column[3] = {};
    for (unsigned i = 0; i < 8; ++i) {
      double shape = 1. / 8;
      for (unsigned d = 0; d < 3; ++d) shape *= 1 + sign[i][d] * at[d];
      for (unsigned k = 0; k < 3; ++k) residual[k] += shape * corners_[i][k];
      for (unsigned d = 0; d < 3; ++d) {
        double slope = sign[i][d] / 8;
        for (unsigned e = 0; e < 3; ++e)
          if (e != d) slope *= 1 + sign[i][e] * at[e];
        for (unsigned k = 0; k < 3; ++k) column[d][k] += slope * corners_[i][k];
      }
    }
    const double determinant = triple(column[0], column[1], column[2]);
    if (!(std::abs(determinant) > 0)) return false;
    const Point step{{triple(residual, column[1], column[2]) / determinant,
                      triple(column[0], residual, column[2]) / determinant,
                      triple(column[0], column[1], residual) / determinant}};
    at = at - step;
    if (!(length(at) < 10)) return false;
    if (length(step) < 1e-10) break;
  }
  return std::max({std::abs(at[0]), std::abs(at[1]), std::abs(at[2])}) < 1 - 1e-6;
}

bool CellShape::holds_a_point_of(const CellShape &other) const
{
  const Point middle = other.center();
  if (holds(middle)) return true;
  return std::any_of(other.corners_.begin(), other.corners_.end(), [&](const Point &corner) {
    Point x{};
    for (unsigned d = 0; d < 3; ++d) x[d] = 0.9 * corner[d] + 0.1 * middle[d];
    return holds(x);
  });
}

/// Convex sets in the plane whose interiors are disjoint are separated by an edge of one of them.
bool CellShape::overlaps(const CellShape &other) const
{
  if (dim_ == 2) return !separated_by_an_edge_from(other) && !other.separated_by_an_edge_from(*this);
  return holds_a_point_of(other) || other.holds_a_point_of(*this);
}

const std::vector<std::vector<unsigned>> &sides_of_cells(const unsigned dim)
{
  static const std::vector<std::vector<unsigned>> edges = {{0, 1}, {1, 2}, {2, 3}, {3, 0}},
                                                  faces = {{0, 3, 2, 1}, {4, 5, 6, 7}, {0, 1, 5, 4},
                                                           {1, 2, 6, 5}, {2, 3, 7, 6}, {3, 0, 4, 7}};
  return dim == 2 ? edges : faces;
}

}  // namespace gammaflow
