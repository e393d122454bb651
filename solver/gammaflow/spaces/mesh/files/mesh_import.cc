// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/content_hash.h>
#include <gammaflow/parameters/input_files.h>
#include <gammaflow/spaces/mesh/files/mesh_import.h>

#include <boost/algorithm/string.hpp>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <stdexcept>

namespace gammaflow
{
namespace
{
const std::string formats =
    "a text file of quadrilaterals (2D) or hexahedra (3D) that meet in whole sides: .msh (Gmsh 1 to 4.1), "
    ".inp "
    "or .ucd (AVS UCD), .vtk, .unv";

const DeclareParameters declared("domain", [](dealii::ParameterHandler &prm) {
  using namespace dealii::Patterns;
  prm.declare_entry("doubled nodes", "refuse", Selection("refuse|merge|keep"),
                    "Nodes of a mesh file at the same place (closer than 1e-4 of the shortest edge), as "
                    "blocks have that were "
                    "not merged: merge makes one node of them; keep lets the mesh have cracks, through which "
                    "nothing flows.");
  prm.declare_entry("pieces", "1", Integer(1, 1000000),
                    "Of how many pieces, without a side in common, the mesh of a mesh file consists.");
});

std::atomic<unsigned> parsed{0};

/// The mesh that was parsed last is kept.
std::shared_ptr<const ImportedMesh> parsed_once(const std::string &text, const std::string &format,
                                                unsigned dim, DoubledNodes doubled)
{
  static std::mutex mutex;
  static std::string known;
  static std::shared_ptr<const ImportedMesh> last;
  const std::string key =
      sha256(text) + " " + format + " " + std::to_string(dim) + " " + std::to_string(int(doubled));
  const std::lock_guard<std::mutex> lock(mutex);
  if (last && key == known) return last;
  auto mesh = std::make_shared<ImportedMesh>();
  mesh->content = parse_mesh(text, format, dim);
  mesh->facts = check_mesh(mesh->content, doubled);
  ++parsed;
  known = key;
  return last = mesh;
}

DoubledNodes doubled_nodes(const Parameters &parameters)
{
  const std::string what = parameters.text("domain", "doubled nodes");
  return what == "merge" ? DoubledNodes::merge : what == "keep" ? DoubledNodes::keep : DoubledNodes::refuse;
}
}  // namespace

unsigned parsed_mesh_files()
{
  return parsed;
}

std::shared_ptr<const ImportedMesh> import_mesh(const Parameters &parameters, const Domain &domain)
{
  const std::string &name = domain.mesh_file,
                    format = name.substr(std::min(name.rfind('.'), name.size() - 1) + 1);
  if (const auto &known = mesh_formats(); std::find(known.begin(), known.end(), format) == known.end())
    parameters.reject("domain", "mesh file",
                      "the ending of the name is not that of a format that can be read", formats);
  const std::string path = path_of_input(parameters, "domain", "mesh file", formats);
  const auto reject = [&](const std::string &why, const std::string &allowed) {
    parameters.reject("domain", "mesh file", path + ": " + why, allowed);
  };
  std::error_code error;
  std::ifstream in(path, std::ios::binary);
  if (!in || std::filesystem::is_directory(path, error)) reject("cannot be read", formats);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  std::shared_ptr<const ImportedMesh> mesh;
  try {
    mesh = parsed_once(text, format, domain.dim, doubled_nodes(parameters));
  } catch (const std::invalid_argument &problem) {
    reject("is not a mesh that can be read in " + std::to_string(domain.dim) + "D: " + problem.what(),
           boost::contains(problem.what(), "at the place of others")
               ? "nodes at different places, or `doubled nodes` = merge (or keep, for cracks)"
               : formats);
  }
  if (const auto pieces = parameters.integer("domain", "pieces"); std::size_t(pieces) != mesh->facts.pieces)
    reject("consists of " + std::to_string(mesh->facts.pieces) +
               " pieces without a side in common, between which "
               "nothing flows (" +
               mesh->facts.text(domain.dim) + "); `pieces` is " + std::to_string(pieces),
           "`pieces` = " + std::to_string(mesh->facts.pieces) + ", if that is meant");
  return mesh;
}

std::string mesh_file_description(const Parameters &parameters)
{
  const Domain domain = Domain::read(parameters);
  if (domain.box || domain.mesh_file.empty()) return "";
  return domain.mesh_file + ": " + import_mesh(parameters, domain)->facts.text(domain.dim);
}

}  // namespace gammaflow
