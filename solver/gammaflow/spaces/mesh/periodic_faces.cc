// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/mesh/periodic_faces.h>

#include <deal.II/dofs/dof_tools.h>
#include <deal.II/grid/grid_tools.h>

#include <cmath>
#include <limits>
#include <vector>

namespace gammaflow
{
namespace
{
dealii::types::boundary_id number_of_end(unsigned direction, unsigned end)
{
  return 100 + 2 * direction + end;
}

/// Gives the flat faces at both ends their numbers.
template <int dim>
void number_ends(dealii::Triangulation<dim, dim> &mesh, const unsigned d)
{
  double ends[2] = {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (const auto &vertex : mesh.get_vertices()) {
    ends[0] = std::min(ends[0], vertex[d]);
    ends[1] = std::max(ends[1], vertex[d]);
  }
  const double near = 1e-10 * (ends[1] - ends[0]);
  for (const auto &cell : mesh.cell_iterators_on_level(0))
    for (const auto &face : cell->face_iterators())
      for (const unsigned end : {0, 1}) {
        bool there = face->at_boundary() && face->manifold_id() == dealii::numbers::flat_manifold_id;
        for (unsigned v = 0; v < face->n_vertices(); ++v)
          there = there && std::abs(face->vertex(v)[d] - ends[end]) <= near;
        if (there) face->set_boundary_id(number_of_end(d, end));
      }
}

template <int dim, class Mesh>
auto pairs_of(const Mesh &mesh, const unsigned d)
{
  std::vector<dealii::GridTools::PeriodicFacePair<typename Mesh::cell_iterator>> pairs;
  dealii::GridTools::collect_periodic_faces(mesh, number_of_end(d, 0), number_of_end(d, 1), int(d), pairs);
  return pairs;
}
}  // namespace

template <int dim>
void identify_periodic_faces(const Parameters &parameters, const Domain &domain,
                             dealii::Triangulation<dim, dim> &mesh)
{
  for (unsigned d = 0; d < dim; ++d) {
    if (!domain.periodic[d]) continue;
    number_ends(mesh, d);
    std::size_t ends[2] = {0, 0};
    for (const auto &cell : mesh.cell_iterators_on_level(0))
      for (const auto &face : cell->face_iterators())
        for (const unsigned end : {0, 1})
          if (face->at_boundary() && face->boundary_id() == number_of_end(d, end)) ++ends[end];
    try {
      if (ends[0] == 0 || ends[0] != ends[1]) throw dealii::ExcMessage("other faces");
      const auto pairs = pairs_of<dim>(mesh, d);
      for (const auto &pair : pairs) {  // deal.II compares corners to 1e-10, whatever the size of the mesh
        const auto one = pair.cell[0]->face(pair.face_idx[0]), other = pair.cell[1]->face(pair.face_idx[1]);
        dealii::Tensor<1, dim> gap = one->center() - other->center();
        gap[d] = 0;
        if (!(gap.norm() <= 1e-6 * one->diameter())) throw dealii::ExcMessage("other faces");
      }
      mesh.add_periodicity(pairs);
    } catch (const dealii::ExceptionBase &) {
      parameters.reject(
          "domain", "boundary",
          "the faces of the mesh at its two ends in direction " + std::string(1, "xyz"[d]) + " (" +
              std::to_string(ends[0]) + " and " + std::to_string(ends[1]) +
              " of them) do not lie opposite each other",
          "no-flux in this direction; or a mesh with flat ends there whose faces have the same corners, "
          "as of `mesh generator = box`");
    }
  }
}

template <int dim>
bool has_periodic_faces(const dealii::Triangulation<dim, dim> &mesh, const unsigned direction)
{
  for (const auto &cell : mesh.cell_iterators_on_level(0))
    for (const auto &face : cell->face_iterators())
      if (face->at_boundary() && face->boundary_id() == number_of_end(direction, 0)) return true;
  return false;
}

template <int dim>
void add_periodicity(const dealii::DoFHandler<dim, dim> &dofs, dealii::AffineConstraints<double> &constraints)
{
  for (unsigned d = 0; d < dim; ++d)
    if (has_periodic_faces(dofs.get_triangulation(), d))
      dealii::DoFTools::make_periodicity_constraints<dim, dim>(pairs_of<dim>(dofs, d), constraints);
}

template void identify_periodic_faces<2>(const Parameters &, const Domain &, dealii::Triangulation<2, 2> &);
template void identify_periodic_faces<3>(const Parameters &, const Domain &, dealii::Triangulation<3, 3> &);
template bool has_periodic_faces<2>(const dealii::Triangulation<2, 2> &, unsigned);
template bool has_periodic_faces<3>(const dealii::Triangulation<3, 3> &, unsigned);
template void add_periodicity<2>(const dealii::DoFHandler<2, 2> &, dealii::AffineConstraints<double> &);
template void add_periodicity<3>(const dealii::DoFHandler<3, 3> &, dealii::AffineConstraints<double> &);

}  // namespace gammaflow
