// SPDX-License-Identifier: LGPL-2.1-or-later
// Mesh files: each format, what is said about a mesh, and files that are no mesh, or not the one they seem to
// be.
#include <gammaflow/spaces/mesh/files/mesh_check.h>
#include <gammaflow/spaces/mesh/files/mesh_import.h>
#include <gammaflow/spaces/mesh/mesh_reader.h>

#include <deal.II/grid/grid_in.h>
#include <deal.II/grid/tria.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <tests/support/spaces.h>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const std::string format2 = "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n",
                  format4 =
                      "$MeshFormat\n4.1 0 8\n$EndMeshFormat\n$Entities\n0 0 1 0\n1 0 0 0 1 1 0 0 0\n"
                      "$EndEntities\n";
const std::string points2 = "$Nodes\n4\n1 0 0 0\n2 1 0 0\n3 1 1 0\n4 0 1 0\n$EndNodes\n";

/// Two squares beside each other, the second one given the other way round, with a line at the boundary.
const std::map<std::string, std::string> two_squares = {
    {"one.msh",
     "$NOD\n6\n1 0 0 0\n2 1 0 0\n3 2 0 0\n4 0 1 0\n5 1 1 0\n6 2 1 0\n$ENDNOD\n"
     "$ELM\n3\n1 1 7 1 2 1 2\n2 3 1 1 4 1 2 5 4\n3 3 1 1 4 2 5 6 3\n$ENDELM\n"},
    {"two.msh", format2 +
                    "$Nodes\n6\n1 0 0 0\n2 1 0 0\n3 2 0 0\n4 0 1 0\n5 1 1 0\n6 2 1 0\n$EndNodes\n"
                    "$Elements\n3\n1 1 2 7 7 1 2\n2 3 2 1 1 1 2 5 4\n3 3 2 1 1 2 5 6 3\n$EndElements\n"},
    {"four.msh",
     "$MeshFormat\n4 0 8\n$EndMeshFormat\n"
     "$Entities\n0 0 1 0\n1 0 0 0 2 1 0 0 0\n$EndEntities\n"
     "$Nodes\n1 6\n1 2 0 6\n1 0 0 0\n2 1 0 0\n3 2 0 0\n4 0 1 0\n5 1 1 0\n6 2 1 0\n$EndNodes\n"
     "$Elements\n1 2\n1 2 3 2\n2 1 2 5 4\n3 2 5 6 3\n$EndElements\n"},
    {"four_one.msh",
     format4 + "$Nodes\n1 6 1 6\n2 1 0 6\n1\n2\n3\n4\n5\n6\n0 0 0\n1 0 0\n2 0 0\n0 1 0\n1 1 0\n"
               "2 1 0\n$EndNodes\n$Elements\n1 2 2 3\n2 1 3 2\n2 1 2 5 4\n3 2 5 6 3\n$EndElements\n"},
    {"a.inp",
     "# a comment\n6 3 0 0 0\n1 0 0 0\n2 1 0 0\n3 2 0 0\n4 0 1 0\n5 1 1 0\n6 2 1 0\n"
     "1 1 line 1 2\n2 0 quad 1 2 5 4\n3 0 quad 2 5 6 3\n"},
    {"a.ucd",
     "6 2 0 0 0\n1 0 0 0\n2 1 0 0\n3 2 0 0\n4 0 1 0\n5 1 1 0\n6 2 1 0\n2 0 quad 1 2 5 4\n"
     "3 0 quad 2 5 6 3\n"},
    {"a.vtk",
     "# vtk DataFile Version 3.0\n20240101 a mesh of 2 cells\nASCII\nDATASET UNSTRUCTURED_GRID\n"
     "POINTS 6 double\n0 0 0 1 0 0 2 0 0 0 1 0 1 1 0 2 1 0\n\nCELLS 3 13\n4 0 1 4 3\n4 1 4 5 2\n2 0 1\n"
     "CELL_TYPES 3\n9 9 3\nCELL_DATA 3\nSCALARS a double\nLOOKUP_TABLE default\n1\n2\n3\n"},
    {"five.vtk",
     "# vtk DataFile Version 5.1\nx\nASCII\nDATASET UNSTRUCTURED_GRID\nPOINTS 6 double\n"
     "0 0 0 1 0 0 2 0 0 0 1 0 1 1 0 2 1 0\nMETADATA\nINFORMATION 0\n\nCELLS 3 8\n"
     "OFFSETS vtktypeint64\n0 4 8\nCONNECTIVITY vtktypeint64\n0 1 4 3 1 4 5 2\nCELL_TYPES 2\n9\n9\n"},
    {"a.unv",
     "    -1\n   151\na header\n 3.5\n    -1\n    -1\n  2411\n"
     "         1         1         1        11\n   0.0D+00   0.0D+00   0.0D+00\n"
     "         2         1         1        11\n   1.0D+00   0.0D+00   0.0D+00\n"
     "         3         1         1        11\n   2.0E+00   0.0E+00   0.0E+00\n"
     "         4         1         1        11\n   0.0E+00   1.0E+00   0.0E+00\n"
     "         5         1         1        11\n   1.0E+00   1.0E+00   0.0E+00\n"
     "         6         1         1        11\n   2.0E+00   1.0E+00   0.0E+00\n    -1\n    -1\n  2412\n"
     "         1        11         2         1         7         2\n         0         1         1\n"
     "         1         2\n"
     "         2        94         2         1         7         4\n         1         2         5         "
     "4\n"
     "         3        94         2         1         7         4\n         2         5         6         "
     "3\n"
     "    -1\n"}};

std::string ending(const std::string &name)
{
  return name.substr(name.rfind('.') + 1);
}

std::string in_scratch(const std::string &name, const std::string &text)
{
  const auto directory = std::filesystem::path(GAMMAFLOW_BINARY_DIR) / "scratch" / "mesh_files";
  std::filesystem::create_directories(directory);
  std::ofstream(directory / name) << text;
  return (directory / name).string();
}

std::string settings_of(const std::string &path, unsigned dim = 2)
{
  return "domain/shape = mesh; domain/degree = 2; domain/dimension = " + std::to_string(dim) +
         "; domain/mesh file = " + path;
}

/// What is said about a file that is refused; empty if it is not.
std::string refusal_of(const std::string &name, const std::string &text, const std::string &more = "")
{
  try {
    make_space_from(settings_of(in_scratch(name, text)) + more);
  } catch (const InputError &error) {
    return error.what();
  }
  return "";
}

MeshFacts facts_of(const std::string &name, const std::string &text,
                   DoubledNodes doubled = DoubledNodes::refuse)
{
  MeshContent mesh = parse_mesh(text, ending(name), 2);
  return check_mesh(mesh, doubled);
}

/// n x n squares, rows of nodes shifted or doubled where asked.
std::string squares(unsigned n, const std::string &extra_nodes = "", const std::string &extra_cells = "",
                    unsigned n_extra_nodes = 0, unsigned n_extra_cells = 0)
{
  std::ostringstream out;
  out << format2 << "$Nodes\n" << (n + 1) * (n + 1) + n_extra_nodes << "\n";
  for (unsigned i = 0; i <= n; ++i)
    for (unsigned j = 0; j <= n; ++j) out << 1 + i * (n + 1) + j << " " << j << " " << i << " 0\n";
  out << extra_nodes << "$EndNodes\n$Elements\n" << n * n + n_extra_cells << "\n";
  for (unsigned i = 0; i < n; ++i)
    for (unsigned j = 0; j < n; ++j) {
      const unsigned a = 1 + i * (n + 1) + j;
      out << 1 + i * n + j << " 3 2 1 1 " << a << " " << a + 1 << " " << a + n + 2 << " " << a + n + 1
          << "\n";
    }
  out << extra_cells << "$EndElements\n";
  return out.str();
}
}  // namespace

// A format whose files are all refused, a cell that is lost or taken for another, an order of the vertices
// that is none of a cell.
TEST(MeshFiles, EveryFormatGivesTheMesh)
{
  for (const auto &[name, text] : two_squares) {
    SCOPED_TRACE(name);
    EXPECT_EQ(facts_of(name, text).text(2), "2 cells, 6 vertices, area 2, 1 piece, no doubled nodes");
    const auto space = make_space_from(settings_of(in_scratch(name, text)));
    EXPECT_EQ(space->n_nodes(), 15u);
    EXPECT_NEAR(space->volume(), 2, 1e-13);
    EXPECT_NEAR(space->integrate(space->sample([](const Point &x) { return x[0] * x[1]; })), 1, 1e-13);
  }
}

// Hexahedra, in the order of each format.
TEST(MeshFiles, Hexahedra)
{
  const std::string corners[8] = {"0 0 0", "2 0 0", "2 1 0", "0 1 0", "0 0 3", "2 0 3", "2 1 3", "0 1 3"};
  std::string numbered, plain, unv;
  for (int i = 0; i < 8; ++i) {
    numbered += std::to_string(i + 1) + " " + corners[i] + "\n";
    plain += corners[i] + "\n";
    unv += std::to_string(i + 1) + " 1 1 11\n" + corners[i] + "\n";
  }
  const std::map<std::string, std::string> files = {
      {"cube.msh",
       format2 + "$Nodes\n8\n" + numbered +
           "$EndNodes\n$Elements\n2\n1 3 2 1 1 1 2 3 4\n2 5 2 1 1 1 2 3 4 5 6 7 8\n$EndElements\n"},
      {"cube.inp", "8 1 0 0 0\n" + numbered + "1 0 hex 1 2 3 4 5 6 7 8\n"},
      {"cube.vtk", "# vtk DataFile Version 2.0\nx\nASCII\nDATASET UNSTRUCTURED_GRID\nPOINTS 8 float\n" +
                       plain + "CELLS 1 9\n8 0 1 2 3 4 5 6 7\nCELL_TYPES 1\n12\n"},
      {"voxel.vtk", "# vtk DataFile Version 2.0\nx\nASCII\nDATASET UNSTRUCTURED_GRID\nPOINTS 8 float\n" +
                        plain + "CELLS 1 9\n8 0 1 3 2 4 5 7 6\nCELL_TYPES 1\n11\n"},
      {"cube.unv", "-1\n2411\n" + unv + "-1\n-1\n2412\n1 115 1 1 7 8\n1 2 3 4 5 6 7 8\n-1\n"}};
  for (const auto &[name, text] : files) {
    SCOPED_TRACE(name);
    const auto space = make_space_from(settings_of(in_scratch(name, text), 3));
    EXPECT_EQ(space->n_nodes(), 27u);
    EXPECT_NEAR(space->volume(), 6, 1e-12);
  }
}

// Vertices or cells in another order than that of deal.II's own reader: other numbers of nodes, other bits.
TEST(MeshFiles, AreReadAsByTheLibrary)
{
  for (const auto &[name, dim] : std::map<std::string, unsigned>{
           {"plate_with_hole.msh", 2}, {"unit_square.msh", 2}, {"unit_cube.msh", 3}}) {
    SCOPED_TRACE(name);
    const std::string path = GAMMAFLOW_SOURCE_DIR "/meshes/" + name;
    Parameters parameters;
    parameters.assign_all(settings_of(path, dim), "test");
    const auto compare = [&](auto constant) {
      constexpr int d = decltype(constant)::value;
      dealii::Triangulation<d> theirs;
      dealii::GridIn<d> reader(theirs);
      std::ifstream in(path);
      reader.read_msh(in);
      const auto ours = read_mesh<d>(parameters, Domain::read(parameters), 0, MPI_COMM_NULL);
      ASSERT_EQ(ours->n_active_cells(), theirs.n_active_cells());
      auto other = theirs.begin_active();
      for (const auto &cell : ours->active_cell_iterators()) {
        for (const unsigned v : cell->vertex_indices()) {
          EXPECT_EQ(cell->vertex_index(v), other->vertex_index(v));
          EXPECT_EQ(cell->vertex(v), other->vertex(v));
        }
        ++other;
      }
    };
    if (dim == 2)
      compare(std::integral_constant<int, 2>());
    else
      compare(std::integral_constant<int, 3>());
  }
}

// Parsed again on every level, a large file takes most of the time; another content, or another reading, is
// another mesh.
TEST(MeshFiles, AreParsedOnce)
{
  const std::string file = in_scratch("two.msh", two_squares.at("two.msh"));
  const auto nodes = [&](const std::string &more) {
    return make_space_from(settings_of(file, 2) + more)->n_nodes();
  };
  const std::size_t coarse = nodes("");
  const unsigned before = parsed_mesh_files();
  EXPECT_EQ(nodes(""), coarse);
  for (const std::string level : {"1", "2", "3"})
    EXPECT_GT(nodes("; domain/mesh refinements = " + level), coarse);
  EXPECT_EQ(parsed_mesh_files(), before);
  nodes("; domain/doubled nodes = merge");
  EXPECT_EQ(parsed_mesh_files(), before + 1);
  std::ofstream(file) << two_squares.at("a.inp");  // another content under the same name
  EXPECT_ANY_THROW(nodes("; domain/doubled nodes = merge"));
}

// Files that would make a reader allocate, loop, or use what is no index.
TEST(MeshFiles, HostileFilesAreRefusedAtOnce)
{
  const std::string vtk = "# vtk DataFile Version 3.0\nx\nASCII\nDATASET UNSTRUCTURED_GRID\n",
                    four = "0 0 0 1 0 0 1 1 0 0 1 0\n", nodes = "1\n2\n3\n4\n0 0 0\n1 0 0\n1 1 0\n0 1 0\n";
  const std::vector<std::array<std::string, 3>> files = {
      {"points.vtk", vtk + "POINTS 1000000000 double\n" + four, "announces 1000000000"},
      {"vertex.vtk", vtk + "POINTS 4 double\n" + four + "CELLS 1 5\n4 0 1 2 99\nCELL_TYPES 1\n9\n",
       "no node with the number 99"},
      {"below.vtk", vtk + "POINTS 4 double\n" + four + "CELLS 1 5\n4 0 1 2 -1\nCELL_TYPES 1\n9\n",
       "no node with the number -1"},
      {"cells.vtk", vtk + "POINTS 4 double\n" + four + "CELLS 2000000000 9\n4 0 1 2 3\n", "announces"},
      {"size.vtk", vtk + "POINTS 4 double\n" + four + "CELLS 1 3\n4 0 1 2 3\nCELL_TYPES 1\n9\n",
       "more entries"},
      {"types.vtk", vtk + "POINTS 4 double\n" + four + "CELLS 1 5\n4 0 1 2 3\nCELL_TYPES 2\n9\n9\n",
       "CELL_TYPES"},
      {"offsets.vtk",
       "# vtk DataFile Version 5.1\nx\nASCII\nDATASET UNSTRUCTURED_GRID\nPOINTS 4 double\n" + four +
           "CELLS 3 4\nOFFSETS i\n0 9 4\nCONNECTIVITY i\n0 1 2 3\nCELL_TYPES 2\n9\n9\n",
       "out of range"},
      {"binary.vtk", "# vtk DataFile Version 3.0\nx\nBINARY\n", "ASCII"},
      {"tags.msh", format2 + points2 + "$Elements\n1\n1 3 -1 0 1 1 2 3 4\n$EndElements\n", "announces -1"},
      {"many_tags.msh", format2 + points2 + "$Elements\n1\n1 3 4000000000 0 1 1 2 3 4\n$EndElements\n",
       "announces 4000000000"},
      {"kind.msh", format2 + points2 + "$Elements\n1\n1 99 2 0 1 1 2 3 4\n$EndElements\n", "type 99"},
      {"block.msh",
       format4 + "$Nodes\n1 4 1 4\n2 1 0 1000000000\n" + nodes +
           "$EndNodes\n$Elements\n1 1 1 1\n2 1 3 1\n"
           "1 1 2 3 4\n$EndElements\n",
       "announces 1000000000"},
      {"blocks.msh", format4 + "$Nodes\n1000000000 4 1 4\n2 1 0 4\n" + nodes + "$EndNodes\n", "announces"},
      {"count.msh",
       format4 + "$Nodes\n1 4 1 4\n2 1 0 4\n" + nodes +
           "$EndNodes\n$Elements\n1 # 1 9\n2 1 3 1\n1 1 2 3 4\n"
           "$EndElements\n",
       "'#' is not a whole number"},
      {"dimension.msh", format4 + "$Nodes\n1 4 1 4\n7 1 0 4\n" + nodes + "$EndNodes\n", "dimension 7"},
      {"twice.msh", format2 + "$Nodes\n2\n1 0 0 0\n1 1 0 0\n$EndNodes\n", "two nodes with the number 1"},
      {"ends.msh", format2 + "$Nodes\n4\n1 0 0 0\n2 1", "ends"},
      {"section.msh", format2 + "$PhysicalNames\n1\n2 1 \"a\"\n", "$EndPhysicalNames"},
      {"nan.msh", format2 + "$Nodes\n1\n1 nan 0 0\n$EndNodes\n", "'nan' is not a finite number"},
      {"claims.inp", "3 1000000000 0 0 0\n", "announces"},
      {"ends.unv", "-1\n2411\n1 1 1 11\n0 0", "ends"},
      {"number.unv", "-1\n2412\n1 94 1 1 7 4000000000\n", "announces"},
      {"word.unv", "0\n2411\n", "-1 is missing"}};
  for (const auto &[name, text, why] : files) {
    const auto begin = std::chrono::steady_clock::now();
    const std::string message = refusal_of(name, text);
    EXPECT_NE(message.find(why), std::string::npos) << name << ": " << message;
    EXPECT_NE(message.find("line "), std::string::npos) << name << ": " << message;
    EXPECT_LT(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(), 2) << name;
  }
  // A count that is only announced, of entities that the geometry has, does no harm.
  EXPECT_EQ(refusal_of("entities.msh",
                       "$MeshFormat\n4.1 0 8\n$EndMeshFormat\n$Entities\n1000000000 1000000000 1000000000 0\n"
                       "$EndEntities\n$Nodes\n1 4 1 4\n2 1 0 4\n" +
                           nodes + "$EndNodes\n$Elements\n1 1 1 1\n2 1 3 1\n1 1 2 3 4\n$EndElements\n"),
            "");
}

// Meshes that are not what they pretend to be: computed on, they are another domain than the user sees.
TEST(MeshFiles, MeshesThatAreNoneAreRefused)
{
  EXPECT_EQ(refusal_of("fine.msh", squares(2)), "");
  const auto expect = [](const std::string &name, const std::string &text, const std::string &why) {
    const std::string message = refusal_of(name, text);
    EXPECT_NE(message.find(why), std::string::npos) << name << ": " << message;
  };
  expect("cell_twice.msh", squares(2, "", "5 3 2 1 1 1 2 5 4\n", 0, 1), "the cell twice");
  expect("turned_twice.msh", squares(2, "", "5 3 2 1 1 5 4 1 2\n", 0, 1), "the cell twice");
  expect("three_at_a_side.msh", squares(2, "10 2.5 0.2 0\n11 2.5 0.8 0\n", "5 3 2 1 1 2 10 11 5\n", 2, 1),
         "three cells have a side in common");
  expect("same_side.msh", squares(1, "5 0 2 0\n6 1 2 0\n", "2 3 2 1 1 1 2 6 5\n", 2, 1), "overlap");
  expect(
      "across.msh",
      squares(2, "10 0.4 0.5 0\n11 1.4 0.5 0\n12 1.4 1.5 0\n13 0.4 1.5 0\n", "5 3 2 1 1 10 11 12 13\n", 4, 1),
      "overlap");
  // in the middle of another one, without any sides that cross
  expect("within.msh",
         squares(1, "5 0.4 0.4 0\n6 0.6 0.4 0\n7 0.6 0.6 0\n8 0.4 0.6 0\n", "2 3 2 1 1 5 6 7 8\n", 4, 1),
         "overlap");
  expect("hanging.msh", squares(1, "5 2 0 0\n6 2 0.5 0\n7 1 0.5 0\n", "2 3 2 1 1 2 5 6 7\n", 3, 1),
         "lies inside of a side");
  expect("no_area.msh", squares(1, "5 2 0 0\n6 3 0 0\n", "2 3 2 1 1 2 5 6 3\n", 2, 1), "not convex");
  expect("corner_twice.msh", squares(1, "", "2 3 2 1 1 1 2 3 3\n", 0, 1), "the same node at two corners");
  expect("not_flat.msh", squares(1, "5 2 0 1\n6 2 1 1\n", "2 3 2 1 1 2 5 6 4\n", 2, 1), "plane");
  expect("triangles.msh", squares(1, "5 2 0 0\n", "2 2 2 1 1 2 5 4\n", 1, 1), "quadrilaterals");
  expect("second_order.msh", squares(1, "", "2 16 2 1 1 1 2 3 4 1 2 3 4\n", 0, 1), "straight edges");
}

// Blocks that were not merged: two insulated halves that look like one domain.
TEST(MeshFiles, DoubledNodesAndPieces)
{
  // the squares [0,1]^2 and [1,2] x [0,1], each with nodes of its own
  const std::string apart = squares(1, "5 1 0 0\n6 2 0 0\n7 2 1 0\n8 1 1 0\n", "2 3 2 1 1 5 6 7 8\n", 4, 1);
  const std::string message = refusal_of("apart.msh", apart);
  for (const char *word : {"2 nodes lie at the place of others", "2 pieces", "merge", "doubled nodes"})
    EXPECT_NE(message.find(word), std::string::npos) << message;
  EXPECT_EQ(refusal_of("apart.msh", apart, "; domain/doubled nodes = merge"), "");
  EXPECT_EQ(facts_of("apart.msh", apart, DoubledNodes::merge).text(2),
            "2 cells, 6 vertices, area 2, 1 piece, 2 doubled nodes merged");
  const std::string kept = refusal_of("apart.msh", apart, "; domain/doubled nodes = keep");
  EXPECT_NE(kept.find("consists of 2 pieces"), std::string::npos) << kept;
  EXPECT_EQ(refusal_of("apart.msh", apart, "; domain/doubled nodes = keep; domain/pieces = 2"), "");
  // nodes that were printed with fewer digits are the same
  std::string rounded = apart;
  rounded.replace(rounded.find("5 1 0 0"), 7, "5 1.0000001 0 0");
  EXPECT_EQ(refusal_of("rounded.msh", rounded, "; domain/doubled nodes = merge"), "");
  // two islands
  const std::string islands = squares(1, "5 3 0 0\n6 4 0 0\n7 4 1 0\n8 3 1 0\n", "2 3 2 1 1 5 6 7 8\n", 4, 1);
  const std::string two = refusal_of("islands.msh", islands);
  EXPECT_NE(two.find("consists of 2 pieces"), std::string::npos) << two;
  EXPECT_EQ(refusal_of("islands.msh", islands, "; domain/pieces = 2"), "");
  EXPECT_NE(refusal_of("fine.msh", squares(2), "; domain/pieces = 2").find("consists of 1 pieces"),
            std::string::npos);
  EXPECT_EQ(facts_of("islands.msh", islands).text(2),
            "2 cells, 8 vertices, area 2, 2 pieces, no doubled nodes");
  EXPECT_NE(make_space_from("domain/cells = 2"), nullptr);
  for (const char *key : {"doubled nodes = merge", "pieces = 2"})
    EXPECT_THROW(make_space_from(std::string("domain/") + key), InputError) << key;
}

// Overlapping hexahedra, and a cube that is turned inside out, which is the same cube.
TEST(MeshFiles, OverlappingHexahedra)
{
  const auto cubes = [](const std::string &shift) {
    std::string text = format2 + "$Nodes\n16\n";
    for (int c = 0; c < 2; ++c)
      for (int i = 0; i < 8; ++i) {
        const int x = i % 4 == 1 || i % 4 == 2, y = i % 4 >= 2, z = i / 4;
        text += std::to_string(8 * c + i + 1) + " " + (c ? shift + std::to_string(x) : std::to_string(x)) +
                " " + std::to_string(y) + " " + std::to_string(z) + "\n";
      }
    return text +
           "$EndNodes\n$Elements\n2\n1 5 2 1 1 1 2 3 4 5 6 7 8\n2 5 2 1 1 13 14 15 16 9 10 11 12\n"
           "$EndElements\n";
  };
  MeshContent apart = parse_mesh(cubes("1"), "msh", 3);  // x from 10 to 11
  EXPECT_EQ(check_mesh(apart, DoubledNodes::refuse).text(3),
            "2 cells, 16 vertices, volume 2, 2 pieces, no doubled nodes");
  std::string text = cubes("0.5");  // x = 0.50 and 0.51: a thin one within the other
  MeshContent within = parse_mesh(text, "msh", 3);
  EXPECT_THROW(check_mesh(within, DoubledNodes::keep), std::invalid_argument);
}

// A check whose time grows with the square of the number of cells.
TEST(MeshFiles, LargeFilesAreCheckedInReasonableTime)
{
  const std::string text = squares(200);
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(facts_of("large.msh", text).pieces, 1u);
  EXPECT_LT(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(), 10);
}
