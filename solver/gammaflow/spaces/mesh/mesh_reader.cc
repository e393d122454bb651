// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/mesh/files/mesh_import.h>
#include <gammaflow/spaces/mesh/mesh_reader.h>
#include <gammaflow/spaces/mesh/periodic_faces.h>
#include <gammaflow/spaces/mesh/same_cells.h>

#include <deal.II/base/mpi.h>
#include <deal.II/distributed/tria.h>
#include <deal.II/dofs/dof_handler.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_q.h>
#include <deal.II/grid/grid_generator.h>
#include <deal.II/grid/grid_tools.h>
#include <deal.II/grid/manifold_lib.h>
#include <deal.II/grid/tria.h>
#include <deal.II/lac/affine_constraints.h>

#include <cmath>
#include <limits>
#include <sstream>

namespace gammaflow
{
namespace
{
template <int dim>
void generate(const Domain &domain, dealii::Triangulation<dim> &mesh)
{
  if (domain.generator == "disk") {
    dealii::Point<dim> center;
    for (unsigned d = 0; d < dim; ++d) center[d] = (domain.lower[d] + domain.upper[d]) / 2;
    dealii::GridGenerator::hyper_ball(mesh, center, (domain.upper[0] - domain.lower[0]) / 2);
    // Every refinement divides the same smooth maps of the coarse cells: with straight lines inside, cells of
    // two levels would differ by O(h^2), and interpolation and eigenvalues lose their orders.
    mesh.set_all_manifold_ids(1);
    mesh.set_all_manifold_ids_on_boundary(0);
    dealii::TransfiniteInterpolationManifold<dim> interior;
    interior.initialize(mesh);
    mesh.set_manifold(1, interior);
  } else if (domain.generator == "box") {
    std::vector<unsigned> cells;
    dealii::Point<dim> lower, upper;
    for (unsigned d = 0; d < dim; ++d) {
      cells.push_back(unsigned(domain.cells[d]));
      lower[d] = domain.lower[d];
      upper[d] = domain.upper[d];
    }
    dealii::GridGenerator::subdivided_hyper_rectangle(mesh, cells, lower, upper);
  } else {
    dealii::GridGenerator::hyper_L(mesh, 0., 1.);
    dealii::GridTools::transform(
        [&](const dealii::Point<dim> &x) {
          dealii::Point<dim> y;
          for (unsigned d = 0; d < dim; ++d)
            y[d] = domain.lower[d] + (domain.upper[d] - domain.lower[d]) * x[d];
          return y;
        },
        mesh);
  }
}

/// Vertices and cells in deal.II's order, as its own readers give them to it.
template <int dim>
void build(const MeshContent &content, dealii::Triangulation<dim> &mesh)
{
  std::vector<dealii::Point<dim>> vertices(content.vertices.size());
  for (std::size_t v = 0; v < vertices.size(); ++v)
    for (unsigned d = 0; d < dim; ++d) vertices[v][d] = content.vertices[v][d];
  std::vector<dealii::CellData<dim>> cells(content.cells.size());
  for (std::size_t c = 0; c < cells.size(); ++c) {
    cells[c].vertices.resize(content.corners());
    for (unsigned i = 0; i < content.corners(); ++i)
      cells[c].vertices[dealii::GeometryInfo<dim>::ucd_to_deal[i]] = unsigned(content.cells[c][i]);
  }
  dealii::GridTools::invert_cells_with_negative_measure(vertices, cells);
  dealii::GridTools::consistently_order_cells(cells);
  mesh.create_triangulation(vertices, cells, {});
}

template <int dim>
void import(const Parameters &parameters, const Domain &domain, dealii::Triangulation<dim> &mesh)
{
  const auto imported = import_mesh(parameters, domain);
  try {
    build<dim>(imported->content, mesh);
  } catch (const dealii::ExceptionBase &error) {
    std::ostringstream info;
    error.print_info(info);
    parameters.reject("domain", "mesh file", "cells do not fit together: " + info.str());
  }
}

/// Vertices, lines, faces (3D) and cells: the entities that carry nodes.
struct Entities {
  double vertices, lines, quads, hexes;

  /// Every cell halved in each direction.
  Entities refined() const
  {
    return {vertices + lines + quads + hexes, 2 * lines + 4 * quads + 6 * hexes, 4 * quads + 12 * hexes,
            8 * hexes};
  }
  double nodes(double degree) const
  {
    const double p = degree - 1;
    return vertices + lines * p + quads * p * p + hexes * p * p * p;
  }
};

/// The entities that carry the nodes of the space: those that do not lie in larger ones of a coarser cell,
/// and one of those that are the same.
template <int dim>
Entities entities_of(const dealii::Triangulation<dim> &mesh)
{
  bool whole = !mesh.has_hanging_nodes();
  for (unsigned d = 0; d < dim; ++d) whole = whole && !has_periodic_faces(mesh, d);
  if (whole) {
    const double quads = dim == 2 ? mesh.n_active_cells() : mesh.n_active_quads();
    return {double(mesh.n_used_vertices()), double(mesh.n_active_lines()), quads,
            dim == 3 ? double(mesh.n_active_cells()) : 0.};
  }
  // N(p) = vertices + (p - 1) lines + (p - 1)^2 quads + (p - 1)^3 hexes
  const auto nodes = [&mesh](unsigned degree) {
    dealii::DoFHandler<dim> dofs(mesh);
    dofs.distribute_dofs(dealii::FE_Q<dim>(degree));
    dealii::AffineConstraints<double> constraints;
    dealii::DoFTools::make_hanging_node_constraints(dofs, constraints);
    add_periodicity(dofs, constraints);
    return double(dofs.n_dofs() - constraints.n_constraints());
  };
  const double vertices = nodes(1), cells = mesh.n_active_cells();
  if (dim == 2) return {vertices, nodes(2) - vertices - cells, cells, 0};
  const double second = nodes(2) - vertices - cells, third = nodes(3) - vertices - 8 * cells;
  return {vertices, 2 * second - third / 2, third / 2 - second, cells};
}

template <int dim>
std::size_t count(const Parameters &parameters, Domain domain, const unsigned level)
{
  const unsigned refinements = domain.refinements + level;
  domain.refinements = 0;
  Entities entities = entities_of<dim>(*read_mesh<dim>(parameters, domain, 0, MPI_COMM_NULL));
  for (unsigned l = 0; l < refinements; ++l) entities = entities.refined();
  const double nodes = entities.nodes(domain.degree);
  return nodes < 1e18 ? std::size_t(nodes) : std::numeric_limits<std::size_t>::max();
}
}  // namespace

namespace
{
/// Halves the cells of a distributed mesh that are halved in `whole`, a serial one.
template <int dim>
void halve_as(const dealii::Triangulation<dim> &whole, dealii::Triangulation<dim> &mesh)
{
  for (;;) {
    unsigned flagged = 0;
    for (const auto &cell : mesh.active_cell_iterators())
      if (cell->is_locally_owned())
        if (const auto same = around(whole, serial_name<dim>(cell));
            same->level() == cell->level() && same->has_children()) {
          cell->set_refine_flag();
          ++flagged;
        }
    if (dealii::Utilities::MPI::sum(flagged, mesh.get_communicator()) == 0) return;
    mesh.execute_coarsening_and_refinement();
  }
}
}  // namespace

template <int dim>
std::unique_ptr<dealii::Triangulation<dim, dim>> read_mesh(const Parameters &parameters, const Domain &domain,
                                                           const unsigned level, MPI_Comm communicator,
                                                           const CellRefinement &refinement)
{
  std::unique_ptr<dealii::Triangulation<dim, dim>> mesh;
  if (communicator == MPI_COMM_NULL)
    // as p4est does it, so that a mesh is the same on any number of processes
    mesh = std::make_unique<dealii::Triangulation<dim, dim>>(
        dealii::Triangulation<dim, dim>::limit_level_difference_at_vertices);
  else
    mesh = std::make_unique<dealii::parallel::distributed::Triangulation<dim, dim>>(communicator);
  if (domain.mesh_file.empty())
    generate(domain, *mesh);
  else
    import(parameters, domain, *mesh);
  identify_periodic_faces<dim>(parameters, domain, *mesh);
  refine_locally<dim>(parameters, domain, *mesh);
  mesh->refine_global(domain.refinements + level);
  if (communicator != MPI_COMM_NULL && !refinement.empty()) {
    // The numbers are those of the serial mesh.
    halve_as<dim>(*read_mesh<dim>(parameters, domain, level, MPI_COMM_NULL, refinement), *mesh);
    return mesh;
  }
  for (const auto &pass : refinement) {
    auto next = pass.begin();
    unsigned number = 0;
    for (const auto &cell : mesh->active_cell_iterators())
      if (next != pass.end() && number++ == *next) {
        cell->set_refine_flag();
        ++next;
      }
    if (next != pass.end())
      throw InputError("refinement", std::to_string(*next), "there is no such cell in the mesh", "");
    mesh->execute_coarsening_and_refinement();
  }
  return mesh;
}

std::size_t count_mesh_nodes(const Parameters &parameters, const Domain &domain, const unsigned level)
{
  return domain.dim == 2 ? count<2>(parameters, domain, level) : count<3>(parameters, domain, level);
}

template std::unique_ptr<dealii::Triangulation<2, 2>> read_mesh<2>(const Parameters &, const Domain &,
                                                                   unsigned, MPI_Comm,
                                                                   const CellRefinement &);
template std::unique_ptr<dealii::Triangulation<3, 3>> read_mesh<3>(const Parameters &, const Domain &,
                                                                   unsigned, MPI_Comm,
                                                                   const CellRefinement &);

}  // namespace gammaflow
