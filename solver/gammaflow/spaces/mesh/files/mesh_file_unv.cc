// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/mesh/files/mesh_text.h>

#include <map>
#include <set>

namespace gammaflow
{
namespace
{
struct Shape {
  unsigned dim, nodes;
};

/// Of the element descriptors of universal files; others than these are not of straight edges.
const std::map<long long, Shape> shapes = {
    {11, {1, 2}}, {21, {1, 2}},  {24, {1, 3}},  {41, {2, 3}},  {51, {2, 3}}, {61, {2, 3}},
    {81, {2, 3}}, {91, {2, 3}},  {44, {2, 4}},  {54, {2, 4}},  {64, {2, 4}}, {84, {2, 4}},
    {94, {2, 4}}, {111, {3, 4}}, {112, {3, 6}}, {115, {3, 8}}, {161, {0, 1}}};

/// Beams have a line more.
const std::set<long long> beams = {11, 21, 22, 23, 24};

/// Dataset 2411: number, export coordinate system, displacement coordinate system, colour; x, y, z.
void nodes(MeshText &text, MeshBuilder &mesh)
{
  while (text.peek() != "-1") {
    const long long id = text.id();
    text.id(), text.id(), text.id();
    mesh.vertex(id, text.point());
  }
}

/// Dataset 2412: number, descriptor, physical property, material, colour, number of nodes; the nodes.
void cells(MeshText &text, MeshBuilder &mesh)
{
  while (text.peek() != "-1") {
    const long long id = text.id(), type = text.id();
    text.id(), text.id(), text.id();
    const std::size_t n = text.count();
    const auto shape = shapes.find(type);
    if (shape == shapes.end())
      text.fail("an element of descriptor " + std::to_string(type) + ", which is not known here");
    if (n != shape->second.nodes)
      text.fail("element " + std::to_string(id) + " has " + std::to_string(n) + " nodes");
    if (beams.count(type) != 0) text.id(), text.id(), text.id();
    std::vector<long long> corners;
    for (std::size_t i = 0; i < n; ++i) corners.push_back(text.id());
    mesh.cell(shape->second.dim, corners, "element " + std::to_string(id));
  }
}
}  // namespace

/// I-DEAS universal files: datasets between lines of -1, with their number first.
MeshContent parse_unv(MeshText &text, const unsigned dim)
{
  MeshBuilder mesh(text, dim);
  while (!text.at_end()) {
    text.expect("-1");
    const long long dataset = text.id();
    if (dataset == 2411) {
      nodes(text, mesh);
      text.expect("-1");
    } else if (dataset == 2412) {
      cells(text, mesh);
      text.expect("-1");
    } else {
      bool ended = false;
      text.skip_line();
      while (!ended && !text.at_end()) ended = text.rest() == "-1";
      if (!ended) text.fail("the file ends within dataset " + std::to_string(dataset));
    }
  }
  return mesh.complete();
}

}  // namespace gammaflow
