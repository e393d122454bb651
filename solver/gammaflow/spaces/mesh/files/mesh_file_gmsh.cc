// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/mesh/files/mesh_text.h>

#include <map>

namespace gammaflow
{
namespace
{
struct Element {
  unsigned dim, nodes;
};

/// The elements of Gmsh's reference manual, section "MSH file format", by their numbers: those of order one,
/// and of order two, which have more nodes than corners.
const std::map<long long, Element> elements = {
    {1, {1, 2}},   {2, {2, 3}},   {3, {2, 4}},   {4, {3, 4}},  {5, {3, 8}},   {6, {3, 6}},
    {7, {3, 5}},   {8, {1, 3}},   {9, {2, 6}},   {10, {2, 9}}, {11, {3, 10}}, {12, {3, 27}},
    {13, {3, 18}}, {14, {3, 14}}, {15, {0, 1}},  {16, {2, 8}}, {17, {3, 20}}, {18, {3, 15}},
    {19, {3, 13}}, {20, {2, 9}},  {21, {2, 10}}, {26, {1, 4}}, {27, {1, 5}},  {28, {1, 6}}};

class GmshParser
{
 public:
  GmshParser(MeshText &text, unsigned dim) : text_(text), mesh_(text, dim) {}

  MeshContent parse()
  {
    bool nodes = false, cells = false;
    while (!text_.at_end()) {
      const std::string section = text_.word();
      if (section == "$MeshFormat") {
        format();
      } else if (section == "$Nodes" || section == "$NOD") {
        nodes = true;
        version_ < 4 ? plain_nodes() : node_blocks();
        text_.expect(section == "$NOD" ? "$ENDNOD" : "$EndNodes");
      } else if (section == "$Elements" || section == "$ELM") {
        if (!nodes) text_.fail(section + " stands before $Nodes");
        cells = true;
        if (section == "$ELM") version_ = 1;
        version_ < 4 ? plain_elements() : element_blocks();
        text_.expect(section == "$ELM" ? "$ENDELM" : "$EndElements");
      } else if (section[0] == '$') {
        skip(section);
      } else
        text_.fail("'" + section.substr(0, 40) + "' stands outside of every section");
    }
    if (!nodes) text_.fail("the file ends without a section $Nodes");
    if (!cells) text_.fail("the file ends without a section $Elements");
    return mesh_.complete();
  }

 private:
  void format()
  {
    version_ = text_.real();
    if (version_ != 2 && version_ != 2.1 && version_ != 2.2 && version_ != 4 && version_ != 4.1)
      text_.fail("a version of the format that is not one of 1, 2 to 2.2, 4, 4.1");
    if (text_.integer(0, 1) != 0) text_.fail("is a binary Gmsh file; save it as text (Mesh.Binary = 0)");
    text_.skip_line();
    text_.expect("$EndMeshFormat");
  }

  /// $Entities, $PhysicalNames, ...: to its end, line by line.
  void skip(const std::string &section)
  {
    const std::string end = "$End" + section.substr(1);
    while (!text_.at_end())
      if (text_.rest() == end) return;
    text_.fail("the file ends without " + end.substr(0, 40));
  }

  void plain_nodes()
  {
    for (std::size_t n = text_.count(); n > 0; --n) {
      const long long id = text_.id();
      mesh_.vertex(id, text_.point());
    }
  }

  /// Blocks: the numbers of their nodes first, then the coordinates (4.1); one after the other (4.0).
  void node_blocks()
  {
    std::size_t blocks = text_.count();
    text_.count();
    if (version_ > 4) text_.id(), text_.id();  // smallest and largest number
    for (; blocks > 0; --blocks) {
      const long long first = text_.id(), second = text_.id();  // dimension and number of the entity, or
      const long long dim = version_ > 4 ? first : second;      // the other way round
      const bool parametric = text_.integer(0, 1) == 1;
      const std::size_t n = text_.count();
      if (dim < 0 || dim > 3) text_.fail("an entity of dimension " + std::to_string(dim));
      std::vector<long long> ids;
      for (std::size_t i = 0; version_ > 4 && i < n; ++i) ids.push_back(text_.id());
      for (std::size_t i = 0; i < n; ++i) {
        const long long id = version_ > 4 ? ids[i] : text_.id();
        const Point x = text_.point();
        for (long long p = 0; parametric && p < dim; ++p) text_.real();
        mesh_.vertex(id, x);
      }
    }
  }

  Element element_of(long long type) const
  {
    const auto found = elements.find(type);
    if (found == elements.end())
      text_.fail("an element of type " + std::to_string(type) + ", which is not known here");
    return found->second;
  }

  void element(const Element &element, long long id)
  {
    std::vector<long long> nodes;
    for (unsigned i = 0; i < element.nodes; ++i) nodes.push_back(text_.id());
    mesh_.cell(element.dim, nodes, "element " + std::to_string(id));
  }

  void plain_elements()
  {
    for (std::size_t n = text_.count(); n > 0; --n) {
      const long long id = text_.id();
      const Element shape = element_of(text_.id());
      if (version_ < 2) {  // physical and elementary number, number of nodes
        text_.id(), text_.id();
        text_.integer(shape.nodes, shape.nodes);
      } else
        for (std::size_t tags = text_.count(); tags > 0; --tags) text_.id();
      element(shape, id);
    }
  }

  void element_blocks()
  {
    std::size_t blocks = text_.count();
    text_.count();
    if (version_ > 4) text_.id(), text_.id();
    for (; blocks > 0; --blocks) {
      text_.id(), text_.id();  // of the entity
      const Element shape = element_of(text_.id());
      for (std::size_t n = text_.count(); n > 0; --n) {
        const long long id = text_.id();
        element(shape, id);
      }
    }
  }

  MeshText &text_;
  MeshBuilder mesh_;
  double version_ = 1;
};
}  // namespace

MeshContent parse_gmsh(MeshText &text, const unsigned dim)
{
  return GmshParser(text, dim).parse();
}

}  // namespace gammaflow
