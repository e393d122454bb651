// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/mesh/files/mesh_text.h>

#include <map>

namespace gammaflow
{
/// AVS UCD: comments, the counts of vertices, cells and data, the vertices, the cells; data are not looked
/// at.
MeshContent parse_ucd(MeshText &text, const unsigned dim)
{
  struct Shape {
    unsigned dim, nodes;
  };
  static const std::map<std::string, Shape> shapes = {{"pt", {0, 1}},    {"line", {1, 2}}, {"tri", {2, 3}},
                                                      {"quad", {2, 4}},  {"tet", {3, 4}},  {"pyr", {3, 5}},
                                                      {"prism", {3, 6}}, {"hex", {3, 8}}};
  while (!text.at_end() && text.peek()[0] == '#') text.skip_line();
  const std::size_t vertices = text.count(), cells = text.count();
  text.skip_line();
  MeshBuilder mesh(text, dim);
  for (std::size_t v = 0; v < vertices; ++v) {
    const long long id = text.id();
    mesh.vertex(id, text.point());
  }
  for (std::size_t c = 0; c < cells; ++c) {
    const long long id = text.id();
    text.id();  // of the material
    const auto shape = shapes.find(text.word());
    if (shape == shapes.end()) text.fail("a cell that is none of pt, line, tri, quad, tet, pyr, prism, hex");
    std::vector<long long> nodes;
    for (unsigned i = 0; i < shape->second.nodes; ++i) nodes.push_back(text.id());
    mesh.cell(shape->second.dim, nodes, "cell " + std::to_string(id));
  }
  return mesh.complete();
}

}  // namespace gammaflow
