// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/mesh/files/mesh_text.h>

#include <map>

namespace gammaflow
{
namespace
{
/// Types of "VTK File Formats": dimension and number of vertices (0: any).
struct Shape {
  unsigned dim;
  std::size_t nodes;
};
const std::map<long long, Shape> shapes = {
    {1, {0, 1}}, {2, {0, 0}}, {3, {1, 2}},  {4, {1, 0}},  {5, {2, 3}},  {6, {2, 0}},  {7, {2, 0}},
    {8, {2, 4}}, {9, {2, 4}}, {10, {3, 4}}, {11, {3, 8}}, {12, {3, 8}}, {13, {3, 6}}, {14, {3, 5}}};

using Cells = std::vector<std::vector<long long>>;

/// "n size", then for each cell how many vertices it has, and which.
Cells cells_with_counts(MeshText &text)
{
  Cells cells;
  const std::size_t n = text.count();
  std::size_t left = text.count();
  for (std::size_t c = 0; c < n; ++c) {
    std::vector<long long> nodes;
    const std::size_t corners = text.count();
    if (corners + 1 > left) text.fail("the cells have more entries than CELLS announces");
    left -= corners + 1;
    for (std::size_t i = 0; i < corners; ++i) nodes.push_back(text.id());
    cells.push_back(nodes);
  }
  if (left != 0) text.fail("the cells have fewer entries than CELLS announces");
  return cells;
}

/// Version 5.1: "n size", then where each cell begins and the last one ends, then all vertices.
Cells cells_with_offsets(MeshText &text)
{
  const std::size_t n = text.count(), size = text.count();
  text.expect("OFFSETS");
  text.word();  // the type
  std::vector<long long> offsets;
  for (std::size_t i = 0; i < n; ++i) offsets.push_back(text.integer(0, static_cast<long long>(size)));
  text.expect("CONNECTIVITY");
  text.word();
  Cells cells;
  if (n == 0) return cells;
  if (offsets.front() != 0 || offsets.back() != static_cast<long long>(size))
    text.fail("the offsets of the cells do not go from 0 to the number of entries");
  for (std::size_t c = 0; c + 1 < n; ++c) {
    if (offsets[c + 1] < offsets[c]) text.fail("the offsets of the cells do not ascend");
    std::vector<long long> nodes;
    for (long long i = offsets[c]; i < offsets[c + 1]; ++i) nodes.push_back(text.id());
    cells.push_back(nodes);
  }
  return cells;
}
}  // namespace

/// The legacy format: a line for the version, one for any title, the kind of file, the kind of mesh;
/// sections.
MeshContent parse_vtk(MeshText &text, const unsigned dim)
{
  const std::string version = text.rest();
  if (version.compare(0, 22, "# vtk DataFile Version") != 0)
    text.fail("the first line is not '# vtk DataFile Version ...'");
  text.skip_line();  // the title
  if (text.word() != "ASCII") text.fail("the file is not ASCII");
  text.expect("DATASET");
  if (text.word() != "UNSTRUCTURED_GRID") text.fail("the mesh is not an UNSTRUCTURED_GRID");
  const bool offsets = version.find(" 5") != std::string::npos;

  MeshBuilder mesh(text, dim);
  Cells cells;
  bool points = false, types = false;
  while (!text.at_end() && !types) {
    const std::string section = text.word();
    if (section == "POINTS" && !points) {
      points = true;
      const std::size_t n = text.count();
      text.word();  // the type of the numbers
      for (std::size_t i = 0; i < n; ++i) mesh.vertex(static_cast<long long>(i), text.point());
    } else if (section == "CELLS" && points && cells.empty()) {
      cells = offsets ? cells_with_offsets(text) : cells_with_counts(text);
    } else if (section == "CELL_TYPES" && points) {
      types = true;
      if (text.count() != cells.size()) text.fail("CELL_TYPES has another number of cells than CELLS");
      for (std::size_t c = 0; c < cells.size(); ++c) {
        const auto shape = shapes.find(text.id());
        auto &nodes = cells[c];
        if (shape == shapes.end())
          text.fail("a cell of a type that is not known here, or not of straight edges");
        if (shape->second.nodes != 0 && nodes.size() != shape->second.nodes)
          text.fail("cell " + std::to_string(c) + " has " + std::to_string(nodes.size()) + " vertices");
        if (shape->first == 8 || shape->first == 11) {  // pixels and voxels go by rows, not around
          std::swap(nodes[2], nodes[3]);
          if (shape->first == 11) std::swap(nodes[6], nodes[7]);
        }
        mesh.cell(shape->second.dim, nodes, "cell " + std::to_string(c));
      }
    } else
      text.skip_line();
  }
  if (!types) text.fail("the file ends without POINTS, CELLS and CELL_TYPES, in this order");
  return mesh.complete();
}

}  // namespace gammaflow
