// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/make_space.h>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <tests/support/spaces.h>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
/// What make_space says about a domain that it must refuse.
std::string refusal(const std::string &assignments)
{
  try {
    make_space_from(assignments);
  } catch (const InputError &error) {
    return error.what();
  }
  return "accepted";
}

std::string estimate_refusal(const std::string &assignments)
{
  try {
    Parameters parameters;
    parameters.assign_all(assignments, "test");
    estimate_nodes(parameters, 0);
  } catch (const InputError &error) {
    return error.what();
  }
  return "accepted";
}

/// A file with this text, named in section `domain`.
std::string with_file(const std::string &name, const std::string &text, unsigned dim = 2)
{
  const auto directory = std::filesystem::path(GAMMAFLOW_BINARY_DIR) / "scratch" / "meshes";
  std::filesystem::create_directories(directory);
  std::ofstream(directory / name) << text;
  return "domain/shape = mesh; domain/dimension = " + std::to_string(dim) +
         "; domain/mesh file = " + (directory / name).string();
}

const std::string header = "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n";
const std::string square = header +
                           "$Nodes\n4\n1 0 0 0\n2 1 0 0\n3 1 1 0\n4 0 1 0\n$EndNodes\n"
                           "$Elements\n1\n1 3 2 1 1 1 2 3 4\n$EndElements\n";
}  // namespace

// Each refusal names section, key, what was given and why; a message that names another key would mislead.
TEST(BadDomains, AreRefusedWithTheKey)
{
  const std::vector<std::array<std::string, 3>> cases = {
      {"domain/degree = 9", "degree", "9"},
      {"domain/degree = 0", "degree", "0"},
      {"domain/cells = 0", "cells", "0"},
      {"domain/cells = 3, 4", "cells", "2 entries"},
      {"domain/dimension = 4", "dimension", "4"},
      {"domain/dimension = 3; domain/lower = 0, 1", "lower", "2 entries"},
      {"domain/lower = 1", "upper", "no extent"},
      {"domain/dimension = 2; domain/lower = 0, 2; domain/upper = 3, 1", "upper", "direction y"},
      {"domain/upper = nan", "upper", "nan"},
      {"domain/upper = inf", "upper", "inf"},
      {"domain/grading = 0", "grading", "0"},
      {"domain/grading = -2", "grading", "-2"},
      {"domain/boundary = dirichlet", "boundary", "dirichlet"},
      {"domain/boundary = periodic; domain/cells = 2; domain/degree = 1", "cells", "three nodes"},
      {"domain/shape = circle", "shape", "circle"},
      {"domain/mesh file = square.msh", "mesh file", "box"},
      {"domain/mesh generator = disk", "mesh generator", "box"},
      {"domain/shape = mesh; domain/dimension = 2", "mesh file", "none is named"},
      {"domain/shape = mesh; domain/mesh generator = disk", "shape", "one dimension"},
      {"domain/shape = mesh; domain/dimension = 2; domain/mesh generator = disk; domain/boundary = periodic",
       "boundary", "do not lie opposite"},
      {"domain/shape = mesh; domain/dimension = 2; domain/mesh generator = L-shape; domain/boundary = "
       "periodic",
       "boundary", "direction x (2 and 1 of them)"},
      {"domain/shape = mesh; domain/dimension = 2; domain/mesh generator = box; domain/boundary = periodic; "
       "domain/refine where = x; domain/local refinements = 1",
       "local refinements", "everywhere alike"},
      {"domain/shape = mesh; domain/dimension = 2; domain/mesh generator = disk; domain/cells = 3", "cells",
       "no meaning"},
      {"domain/shape = mesh; domain/dimension = 2; domain/mesh generator = disk; domain/upper = 1, 2",
       "upper", "equal sides"},
      {"domain/shape = mesh; domain/dimension = 2; domain/mesh generator = disk; domain/mesh file = x.msh",
       "mesh file", "as well"},
      {"domain/shape = mesh; domain/dimension = 2; domain/mesh file = /no/such/file.msh", "mesh file",
       "/no/such/file.msh"},
      {"domain/shape = mesh; domain/dimension = 2; domain/mesh file = mesh.stl", "mesh file", "ending"},
      {with_file("empty.msh", ""), "mesh file", "$Nodes"},
      {with_file("garbage.msh", "this is\nnot a mesh\n"), "mesh file", "'this' stands outside"},
      {with_file("binary.msh", "$MeshFormat\n2.2 1 8\n"), "mesh file", "binary"},
      {with_file("claims.msh", header + "$Nodes\n1000000000\n1 0 0 0\n"), "mesh file", "announces"},
      {with_file("claims.inp", "1000000000 1 0 0 0\n1 0 0 0\n"), "mesh file", "announces"},
      {with_file("truncated.msh", square.substr(0, square.size() - 30)), "mesh file", "truncated.msh"},
      {with_file("words.msh", header + "$Nodes\n4\n1 a b c\n$EndNodes\n$Elements\n1\n$EndElements\n"),
       "mesh file", "words.msh"},
      {with_file("index.msh", header + "$Nodes\n4\n1 0 0 0\n2 1 0 0\n3 1 1 0\n4 0 1 0\n$EndNodes\n"
                                       "$Elements\n1\n1 3 2 1 1 1 2 3 77\n$EndElements\n"),
       "mesh file", "index.msh"},
      {with_file("triangle.msh", header + "$Nodes\n3\n1 0 0 0\n2 1 0 0\n3 1 1 0\n$EndNodes\n"
                                          "$Elements\n1\n1 2 2 1 1 1 2 3\n$EndElements\n"),
       "mesh file", "quadrilaterals"},
      {with_file("flat.msh", square, 3), "mesh file", "flat.msh"},
      {with_file("bent.msh", header + "$Nodes\n4\n1 0 0 0\n2 1 0 0\n3 0.2 0.2 0\n4 0 1 0\n$EndNodes\n"
                                      "$Elements\n1\n1 3 2 1 1 1 2 3 4\n$EndElements\n"),
       "mesh file", "not positive"}};
  for (const auto &[assignments, key, why] : cases) {
    const std::string message = refusal(assignments);
    EXPECT_NE(message.find(key), std::string::npos) << assignments << "\n" << message;
    EXPECT_NE(message.find(why), std::string::npos) << assignments << "\n" << message;
    EXPECT_NE(message.find("domain"), std::string::npos) << assignments << "\n" << message;
    EXPECT_NE(estimate_refusal(assignments), "accepted") << assignments;
  }
  EXPECT_EQ(refusal(with_file("square.msh", square)), "accepted");
}

// The estimate must be what is built, before it is built.
TEST(Domains, EstimateIsTheNumberOfNodes)
{
  for (const std::string domain :
       {"domain/cells = 7; domain/degree = 3",
        "domain/cells = 7; domain/degree = 3; domain/boundary = periodic",
        "domain/dimension = 3; domain/cells = 2, 1, 3; domain/degree = 2; domain/boundary = periodic, "
        "no-flux, no-flux",
        "domain/shape = mesh; domain/dimension = 2; domain/mesh generator = disk; domain/degree = 5",
        "domain/shape = mesh; domain/dimension = 3; domain/mesh generator = disk; domain/degree = 2",
        "domain/shape = mesh; domain/dimension = 3; domain/mesh generator = L-shape; domain/degree = 3; "
        "domain/mesh refinements = 1",
        "domain/shape = mesh; domain/dimension = 2; domain/degree = 2; domain/mesh file "
        "= " GAMMAFLOW_SOURCE_DIR "/meshes/plate_with_hole.msh"})
    for (const unsigned level : {0u, 1u}) {
      Parameters parameters;
      parameters.assign_all(domain, "test");
      EXPECT_EQ(estimate_nodes(parameters, level), make_space(parameters, level)->n_nodes()) << domain;
    }
  Parameters huge;
  huge.assign_all("domain/dimension = 3; domain/cells = 1000000; domain/degree = 8", "test");
  EXPECT_GT(estimate_nodes(huge, 10), std::size_t(1e18));
  EXPECT_NE(refusal("domain/dimension = 3; domain/cells = 1000000; domain/degree = 8").find("MiB"),
            std::string::npos);
  EXPECT_NE(refusal("domain/dimension = 3; domain/shape = mesh; domain/mesh generator = disk; domain/mesh "
                    "refinements = 12")
                .find("MiB"),
            std::string::npos);
  // a mesh that fits, the dense matrices of fast diagonalization do not: where there are no fast transforms
  for (const std::string cells : {"20011", "20000; domain/grading = 2"}) {
    const auto line = make_space_from("domain/degree = 1; memory/limit = 1000; domain/cells = " + cells);
    EXPECT_THROW(line->laplacian().prepare(SpectralFunction::heat(1)), InputError) << cells;
  }
  const auto fast = make_space_from("domain/cells = 20000; domain/degree = 1; memory/limit = 1000");
  EXPECT_NO_THROW(fast->laplacian().prepare(SpectralFunction::heat(1)));
}
