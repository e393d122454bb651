// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/parameters/domain.h>
#include <gammaflow/parameters/number.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
const DeclareParameters declared("domain", [](dealii::ParameterHandler &prm) {
  using namespace dealii::Patterns;
  prm.declare_entry("dimension", "1", Integer(1, 3), "Space dimension.");
  prm.declare_entry(
      "shape", "box", Selection("box|mesh"),
      "box: a box with a tensor-product mesh, where every kernel operator is available and fastest. mesh: "
      "any mesh of quadrilaterals or hexahedra, from `mesh generator` or `mesh file`.");
  prm.declare_entry("lower", "0", List(Number(), 1, 3), "Lower corner; one number serves all directions.");
  prm.declare_entry("upper", "1", List(Number(), 1, 3), "Upper corner; one number serves all directions.");
  prm.declare_entry(
      "boundary", "no-flux", List(Selection("no-flux|periodic"), 1, 3),
      "Boundary condition in each direction; one word serves all directions. A mesh is periodic where "
      "its ends are flat and their faces lie opposite each other.");
  prm.declare_entry("cells", "16", List(Integer(1, 1000000), 1, 3),
                    "Number of cells in each direction; one number serves all directions.");
  prm.declare_entry(
      "grading", "1", List(Number(1e-6, 1e6), 1, 3),
      "Ratio of the last to the first cell length in each direction; the lengths form a geometric "
      "progression, and 1 is uniform.");
  prm.declare_entry(
      "degree", "4", Integer(1, 8),
      "Degree of the finite elements on Gauss-Lobatto nodes. Smooth solutions converge with order "
      "degree + 1 in the cell length.");
  prm.declare_entry(
      "mesh generator", "none", Selection("none|disk|L-shape|box"),
      "The shape that fills the box between `lower` and `upper`: a disk (a ball in 3D; curved cells), an "
      "L (in 3D a cube without one octant), or the box itself with `cells` (as a mesh it can be distributed "
      "over processes).");
  prm.declare_entry(
      "mesh file", "", Anything(),
      "A mesh file, relative to the parameter file: .msh (Gmsh, text), .inp or .ucd (AVS UCD), .vtk or "
      ".unv, with quadrilaterals (2D) or hexahedra (3D) and straight edges.");
  prm.declare_entry("mesh refinements", "0", Integer(0, 12),
                    "How often every cell of this section's mesh (box or not) is halved in each direction "
                    "before it is used.");
  prm.declare_entry(
      "refine where", "", Anything(),
      "A formula in x, y, z: the cells of a mesh (`shape = mesh`) in which it is positive somewhere "
      "(on a lattice of 5 points in each direction) are halved in each direction, "
      "`local refinements` times; so are neighbours, where cells would differ by more than one "
      "halving. All this before `mesh refinements`, which halves every cell evenly.");
  prm.declare_entry("local refinements", "0", Integer(0, 12),
                    "How often the cells where `refine where` is positive are halved.");
  prm.declare_entry("constants", "", Anything(),
                    "Named constants, `a=1, b=2`, that every formula of the file may use.");
});

/// The entry of direction d in a list that has one entry per direction or one for all.
template <class T>
T of_direction(const Parameters &parameters, const std::string &key, const std::vector<T> &list, unsigned dim,
               unsigned d)
{
  if (list.size() != 1 && list.size() != dim)
    parameters.reject(
        "domain", key,
        "the list has " + std::to_string(list.size()) + " entries, the dimension is " + std::to_string(dim),
        "one entry, or one per direction");
  return list.size() == 1 ? list[0] : list[d];
}

void read_boundary(const Parameters &parameters, Domain &domain)
{
  const auto boundary = parameters.list("domain", "boundary");
  for (unsigned d = 0; d < domain.dim; ++d)
    domain.periodic[d] = of_direction(parameters, "boundary", boundary, domain.dim, d) == "periodic";
}

/// A mesh that is halved here and there would have to be halved alike on both sides of its ends.
void refuse_local_refinement(const Parameters &parameters, const Domain &domain)
{
  if (std::none_of(domain.periodic.begin(), domain.periodic.end(), [](bool p) { return p; })) return;
  const std::string even = "a periodic mesh is refined everywhere alike";
  if (domain.local_refinements > 0)
    parameters.reject("domain", "local refinements", even, "0; or domain/boundary = no-flux");
  if (parameters.flag("adaptivity", "enabled"))
    parameters.reject("adaptivity", "enabled", even, "false; or domain/boundary = no-flux");
}

void require_three_nodes(const Parameters &parameters, const Domain &domain, unsigned d)
{
  if (domain.periodic[d] && domain.cells[d] * domain.degree < 3)
    parameters.reject("domain", "cells", "a periodic direction needs at least three nodes",
                      "cells * degree >= 3 where the boundary is periodic");
}

void read_box(const Parameters &parameters, Domain &domain)
{
  const Parameters defaults;
  for (const std::string key :
       {"mesh generator", "mesh file", "refine where", "local refinements", "doubled nodes", "pieces"})
    if (parameters.text("domain", key) != defaults.text("domain", key))
      parameters.reject("domain", key, "the domain is a box", "this key with `shape = mesh`");
  const auto cells = parameters.numbers("domain", "cells");
  const auto grading = parameters.numbers("domain", "grading");
  read_boundary(parameters, domain);
  for (unsigned d = 0; d < domain.dim; ++d) {
    domain.cells[d] = std::size_t(of_direction(parameters, "cells", cells, domain.dim, d));
    domain.grading[d] = of_direction(parameters, "grading", grading, domain.dim, d);
    require_three_nodes(parameters, domain, d);
  }
}

void read_mesh_keys(const Parameters &parameters, Domain &domain)
{
  if (domain.dim == 1) parameters.reject("domain", "shape", "in one dimension every mesh is a box", "box");
  read_boundary(parameters, domain);
  domain.mesh_file = parameters.text("domain", "mesh file");
  domain.generator = parameters.text("domain", "mesh generator");
  if (domain.generator == "none") domain.generator.clear();
  if (domain.generator.empty() == domain.mesh_file.empty())
    parameters.reject("domain", "mesh file",
                      domain.generator.empty()
                          ? "the shape is a mesh, and none is named"
                          : "there is a `mesh generator` (" + domain.generator + ") as well",
                      "one of `mesh file` and `mesh generator`");
  domain.local_refinements = unsigned(parameters.integer("domain", "local refinements"));
  if (domain.local_refinements > 0 && parameters.text("domain", "refine where").empty())
    parameters.reject("domain", "local refinements", "`refine where` does not say which cells",
                      "0, or a formula for `refine where`");
  if (domain.local_refinements == 0 && !parameters.text("domain", "refine where").empty())
    parameters.reject("domain", "refine where", "`local refinements` is 0",
                      "empty, or `local refinements` >= 1");
  refuse_local_refinement(parameters, domain);
  const Parameters defaults;
  std::vector<std::string> meaningless = {"grading"};
  if (domain.generator == "box") {
    const auto cells = parameters.numbers("domain", "cells");
    for (unsigned d = 0; d < domain.dim; ++d) {
      domain.cells[d] = std::size_t(of_direction(parameters, "cells", cells, domain.dim, d));
      require_three_nodes(parameters, domain, d);
    }
  } else
    meaningless.push_back("cells");
  if (domain.generator.empty())
    meaningless.insert(meaningless.end(), {"lower", "upper"});
  else
    meaningless.insert(meaningless.end(), {"doubled nodes", "pieces"});
  for (const auto &key : meaningless)
    if (parameters.text("domain", key) != defaults.text("domain", key))
      parameters.reject("domain", key, "has no meaning for this mesh",
                        "nothing, or `shape = box`; a mesh is refined by `mesh refinements`");
  for (unsigned d = 1; d < domain.dim; ++d)
    if (domain.generator == "disk" &&
        std::abs((domain.upper[d] - domain.lower[d]) / (domain.upper[0] - domain.lower[0]) - 1) > 1e-12)
      parameters.reject("domain", "upper", "a disk needs a box with equal sides",
                        "upper - lower equal in all directions");
}
}  // namespace

Domain Domain::read(const Parameters &parameters)
{
  Domain domain;
  domain.dim = unsigned(parameters.integer("domain", "dimension"));
  domain.box = parameters.text("domain", "shape") == "box";
  domain.degree = unsigned(parameters.integer("domain", "degree"));
  domain.refinements = unsigned(parameters.integer("domain", "mesh refinements"));
  const auto lower = parameters.numbers("domain", "lower");
  const auto upper = parameters.numbers("domain", "upper");
  for (unsigned d = 0; d < domain.dim; ++d) {
    domain.lower[d] = of_direction(parameters, "lower", lower, domain.dim, d);
    domain.upper[d] = of_direction(parameters, "upper", upper, domain.dim, d);
    if (!std::isfinite(domain.lower[d]))
      parameters.reject("domain", "lower", "the corner is not finite", "finite numbers");
    if (!std::isfinite(domain.upper[d]) || domain.upper[d] <= domain.lower[d])
      parameters.reject("domain", "upper", "the box has no extent in direction " + std::string(1, "xyz"[d]),
                        "finite numbers above `lower` (" + parameters.text("domain", "lower") + ")");
  }
  if (domain.box)
    read_box(parameters, domain);
  else
    read_mesh_keys(parameters, domain);
  return domain;
}

}  // namespace gammaflow
