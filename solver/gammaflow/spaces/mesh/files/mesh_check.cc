// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/mesh/files/mesh_check.h>
#include <gammaflow/spaces/mesh/files/mesh_shapes.h>

#include <boost/geometry.hpp>
#include <boost/geometry/geometries/box.hpp>
#include <boost/geometry/geometries/point.hpp>
#include <boost/geometry/index/rtree.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <sstream>
#include <stdexcept>

namespace gammaflow
{
namespace
{
namespace bg = boost::geometry;
using Place = bg::model::point<double, 3, bg::cs::cartesian>;
using Box = bg::model::box<Place>;
using Entry = std::pair<Box, std::size_t>;
using Tree = bg::index::rtree<Entry, bg::index::quadratic<16>>;

Place place(const Point &x)
{
  return {x[0], x[1], x[2]};
}

Box around(const Point &lower, const Point &upper, double margin)
{
  Point a = lower, b = upper;
  for (unsigned d = 0; d < 3; ++d) {
    a[d] -= margin;
    b[d] += margin;
  }
  return {place(a), place(b)};
}

std::string at(const Point &x, unsigned dim)
{
  std::ostringstream out;
  out << "(" << x[0] << ", " << x[1];
  if (dim == 3) out << ", " << x[2];
  out << ")";
  return out.str();
}

/// Cells that are one by one not what they must be; turns those that run the other way round. The shortest
/// edge of all.
double check_cells(MeshContent &mesh)
{
  double shortest = std::numeric_limits<double>::infinity();
  std::map<std::vector<std::size_t>, std::size_t> seen;
  for (std::size_t c = 0; c < mesh.cells.size(); ++c) {
    auto &cell = mesh.cells[c];
    std::vector<std::size_t> corners(cell.begin(), cell.begin() + mesh.corners());
    std::sort(corners.begin(), corners.end());
    if (std::adjacent_find(corners.begin(), corners.end()) != corners.end())
      throw std::invalid_argument(mesh.names[c] + " has the same node at two corners");
    if (const auto [first, is_new] = seen.emplace(corners, c); !is_new)
      throw std::invalid_argument(mesh.names[c] + " has the corners of " + mesh.names[first->second] +
                                  ": the mesh has the cell twice");
    if (CellShape(mesh, c).size() < 0) {
      if (mesh.dim == 2)
        std::swap(cell[1], cell[3]);
      else
        for (unsigned i = 0; i < 4; ++i) std::swap(cell[i], cell[i + 4]);
    }
    const CellShape shape(mesh, c);
    const double edge = shape.shortest_edge();
    if (!(edge > 0) || !(shape.least_determinant() > 1e-12 * std::pow(edge, int(mesh.dim))))
      throw std::invalid_argument(
          mesh.names[c] + " at " + at(shape.center(), mesh.dim) +
          " is not convex: its map has a determinant that is not positive at a corner");
    shortest = std::min(shortest, edge);
  }
  return shortest;
}

/// For each vertex, the first one at the same place.
std::vector<std::size_t> first_at_same_place(const MeshContent &mesh, double tolerance)
{
  Tree places;
  std::vector<std::size_t> first(mesh.vertices.size());
  for (std::size_t v = 0; v < first.size(); ++v) {
    const Point &x = mesh.vertices[v];
    std::vector<Entry> found;
    places.query(bg::index::intersects(around(x, x, tolerance)), std::back_inserter(found));
    first[v] = found.empty() ? v : found.front().second;
    if (found.empty()) places.insert({around(x, x, 0), v});
  }
  return first;
}

void merge(MeshContent &mesh, const std::vector<std::size_t> &first)
{
  std::vector<std::size_t> number(first.size());
  std::vector<Point> vertices;
  for (std::size_t v = 0; v < first.size(); ++v) {
    number[v] = first[v] == v ? vertices.size() : number[first[v]];
    if (first[v] == v) vertices.push_back(mesh.vertices[v]);
  }
  mesh.vertices = std::move(vertices);
  for (auto &cell : mesh.cells)
    for (unsigned i = 0; i < mesh.corners(); ++i) cell[i] = number[cell[i]];
}

struct Side {
  std::size_t cell;
  std::vector<unsigned> corners;
};
using Sides = std::map<std::vector<std::size_t>, Side>;

/// Whether the vertices of a side run the same way in both cells: then both lie on the same side of it.
bool same_way(const std::vector<std::size_t> &a, const std::vector<std::size_t> &b)
{
  const std::size_t n = a.size();
  if (n == 2) return a == b;
  const std::size_t start = std::size_t(std::find(b.begin(), b.end(), a[0]) - b.begin());
  bool forward = true, backward = true;
  for (std::size_t i = 0; i < n; ++i) {
    forward = forward && a[i] == b[(start + i) % n];
    backward = backward && a[i] == b[(start + n - i) % n];
  }
  return forward || !backward;
}

class Union
{
 public:
  explicit Union(std::size_t n) : parent_(n) { std::iota(parent_.begin(), parent_.end(), std::size_t(0)); }
  std::size_t root(std::size_t i)
  {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(std::size_t a, std::size_t b) { parent_[root(a)] = root(b); }
  std::size_t sets()
  {
    std::size_t n = 0;
    for (std::size_t i = 0; i < parent_.size(); ++i) n += root(i) == i;
    return n;
  }

 private:
  std::vector<std::size_t> parent_;
};

std::vector<std::size_t> vertices_of(const MeshContent &mesh, const Side &side)
{
  std::vector<std::size_t> result;
  for (const unsigned corner : side.corners) result.push_back(mesh.cells[side.cell][corner]);
  return result;
}

/// The sides with one cell; joins cells with a side in common.
Sides boundary_of(const MeshContent &mesh, Union &pieces)
{
  Sides open;
  std::map<std::vector<std::size_t>, std::size_t> closed;
  for (std::size_t c = 0; c < mesh.cells.size(); ++c)
    for (const auto &corners : sides_of_cells(mesh.dim)) {
      const Side side{c, corners};
      const auto vertices = vertices_of(mesh, side);
      auto key = vertices;
      std::sort(key.begin(), key.end());
      if (const auto third = closed.find(key); third != closed.end())
        throw std::invalid_argument("three cells have a side in common: " + mesh.names[third->second] +
                                    " and " + mesh.names[c] + " are two of them");
      const auto other = open.find(key);
      if (other == open.end()) {
        open.emplace(key, side);
        continue;
      }
      if (same_way(vertices, vertices_of(mesh, other->second)))
        throw std::invalid_argument(
            mesh.names[other->second.cell] + " and " + mesh.names[c] +
            " lie on the same side of the side that they have in common: cells overlap");
      pieces.join(c, other->second.cell);
      closed.emplace(key, other->second.cell);
      open.erase(other);
    }
  return open;
}

/// Whether x lies on the side (a line, or a face taken as four triangles about its middle), but not at a
/// corner.
bool inside_of_side(const MeshContent &mesh, const std::vector<std::size_t> &side, const Point &x,
                    double tolerance)
{
  const auto distance_to = [&](const Point &a, const Point &b) {
    double ab = 0, ax = 0, square = 0;
    for (unsigned d = 0; d < 3; ++d) {
      ab += (b[d] - a[d]) * (b[d] - a[d]);
      ax += (b[d] - a[d]) * (x[d] - a[d]);
    }
    const double t = ab > 0 ? std::clamp(ax / ab, 0., 1.) : 0;
    for (unsigned d = 0; d < 3; ++d) square += std::pow(a[d] + t * (b[d] - a[d]) - x[d], 2);
    return std::sqrt(square);
  };
  const auto corner = [&](std::size_t i) -> const Point & { return mesh.vertices[side[i % side.size()]]; };
  for (std::size_t i = 0; i < side.size(); ++i)
    if (distance_to(corner(i), corner(i)) <= tolerance) return false;
  for (std::size_t i = 0; i < side.size(); ++i)
    if (distance_to(corner(i), corner(i + 1)) <= tolerance) return true;
  if (side.size() == 2) return false;
  Point middle{};
  for (std::size_t i = 0; i < 4; ++i)
    for (unsigned d = 0; d < 3; ++d) middle[d] += corner(i)[d] / 4;
  for (std::size_t i = 0; i < 4; ++i) {
    const Point &a = corner(i), &b = corner(i + 1);
    Point u{}, v{}, w{};
    for (unsigned d = 0; d < 3; ++d) {
      u[d] = a[d] - middle[d];
      v[d] = b[d] - middle[d];
      w[d] = x[d] - middle[d];
    }
    const double uu = u[0] * u[0] + u[1] * u[1] + u[2] * u[2], vv = v[0] * v[0] + v[1] * v[1] + v[2] * v[2],
                 uv = u[0] * v[0] + u[1] * v[1] + u[2] * v[2], uw = u[0] * w[0] + u[1] * w[1] + u[2] * w[2],
                 vw = v[0] * w[0] + v[1] * w[1] + v[2] * w[2], determinant = uu * vv - uv * uv;
    if (!(determinant > 0)) continue;
    const double s = (uw * vv - vw * uv) / determinant, t = (vw * uu - uw * uv) / determinant;
    double square = 0;
    for (unsigned d = 0; d < 3; ++d) square += std::pow(w[d] - s * u[d] - t * v[d], 2);
    if (s >= 0 && t >= 0 && s + t <= 1 && std::sqrt(square) <= tolerance) return true;
  }
  return false;
}

/// False where it would take too long.
bool check_hanging_nodes(const MeshContent &mesh, const Sides &boundary, double tolerance)
{
  std::vector<Entry> nodes;
  std::vector<bool> seen(mesh.vertices.size(), false);
  for (const auto &[vertices, side] : boundary)
    for (const std::size_t v : vertices)
      if (!seen[v]) {
        seen[v] = true;
        nodes.emplace_back(around(mesh.vertices[v], mesh.vertices[v], 0), v);
      }
  const Tree tree(nodes);
  std::size_t left = 1000000 + 200 * boundary.size();
  for (const auto &[key, side] : boundary) {
    const auto vertices = vertices_of(mesh, side);
    Point lower = mesh.vertices[vertices[0]], upper = lower;
    for (const std::size_t v : vertices)
      for (unsigned d = 0; d < 3; ++d) {
        lower[d] = std::min(lower[d], mesh.vertices[v][d]);
        upper[d] = std::max(upper[d], mesh.vertices[v][d]);
      }
    for (auto found = tree.qbegin(bg::index::intersects(around(lower, upper, tolerance)));
         found != tree.qend(); ++found) {
      if (left-- == 0) return false;
      if (inside_of_side(mesh, vertices, mesh.vertices[found->second], tolerance))
        throw std::invalid_argument(
            "the node at " + at(mesh.vertices[found->second], mesh.dim) + " lies inside of a side of " +
            mesh.names[side.cell] +
            ", of which it is no corner: the cells beside each other do not meet in whole sides");
    }
  }
  return true;
}

/// False where it would take too long.
bool check_overlaps(const MeshContent &mesh)
{
  std::vector<Entry> boxes;
  for (std::size_t c = 0; c < mesh.cells.size(); ++c) {
    const CellShape shape(mesh, c);
    boxes.emplace_back(around(shape.lower(), shape.upper(), 0), c);
  }
  const Tree tree(boxes);
  std::size_t left = 1000000 + 200 * mesh.cells.size();
  for (const auto &[box, c] : boxes) {
    const CellShape shape(mesh, c);
    for (auto other = tree.qbegin(bg::index::intersects(box)); other != tree.qend(); ++other) {
      if (other->second <= c) continue;
      if (left-- == 0) return false;
      if (shape.overlaps(CellShape(mesh, other->second)))
        throw std::invalid_argument(mesh.names[c] + " and " + mesh.names[other->second] + " overlap near " +
                                    at(shape.center(), mesh.dim));
    }
  }
  return true;
}
}  // namespace

MeshFacts check_mesh(MeshContent &mesh, const DoubledNodes doubled)
{
  if (mesh.dim == 2) {
    double lower = mesh.vertices.at(0)[2], upper = lower, width = 0;
    for (const Point &x : mesh.vertices) {
      lower = std::min(lower, x[2]);
      upper = std::max(upper, x[2]);
      for (unsigned d = 0; d < 2; ++d) width = std::max(width, std::abs(x[d] - mesh.vertices[0][d]));
    }
    if (upper - lower > 1e-9 * width)
      throw std::invalid_argument("the cells do not lie in a plane z = constant");
    for (Point &x : mesh.vertices) x[2] = 0;
  }
  const double tolerance = 1e-4 * check_cells(mesh);
  MeshFacts facts;
  const auto first = first_at_same_place(mesh, tolerance);
  for (std::size_t v = 0; v < first.size(); ++v) facts.doubled += first[v] != v;
  if (facts.doubled > 0 && doubled == DoubledNodes::merge) {
    merge(mesh, first);
    check_cells(mesh);
    facts.merged = facts.doubled;
    facts.doubled = 0;
  }
  Union pieces(mesh.cells.size());
  const Sides boundary = boundary_of(mesh, pieces);
  facts.pieces = pieces.sets();
  facts.cells = mesh.cells.size();
  facts.vertices = mesh.vertices.size();
  for (std::size_t c = 0; c < mesh.cells.size(); ++c) facts.size += CellShape(mesh, c).size();
  if (facts.doubled > 0 && doubled == DoubledNodes::refuse) {
    std::size_t v = 0;
    while (first[v] == v) ++v;
    throw std::invalid_argument(std::to_string(facts.doubled) +
                                " nodes lie at the place of others, the first at " +
                                at(mesh.vertices[v], mesh.dim) +
                                ", and cells that should meet there do not: " + facts.text(mesh.dim));
  }
  facts.overlaps_checked =
      (doubled == DoubledNodes::keep || check_hanging_nodes(mesh, boundary, tolerance)) &&
      check_overlaps(mesh);
  return facts;
}

std::string MeshFacts::text(const unsigned dim) const
{
  std::ostringstream out;
  out << cells << (cells == 1 ? " cell, " : " cells, ") << vertices << " vertices, "
      << (dim == 2 ? "area " : "volume ") << size << ", " << pieces
      << (pieces == 1 ? " piece, " : " pieces, ");
  if (merged > 0)
    out << merged << " doubled nodes merged";
  else if (doubled > 0)
    out << doubled << " doubled nodes";
  else
    out << "no doubled nodes";
  if (!overlaps_checked) out << "; whether cells overlap was not checked: too many lie around each other";
  return out.str();
}

}  // namespace gammaflow
