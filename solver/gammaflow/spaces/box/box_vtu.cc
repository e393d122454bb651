// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/box/box_space.h>
#include <gammaflow/spaces/vtu.h>

#include <deal.II/dofs/dof_handler.h>
#include <deal.II/fe/fe_q.h>
#include <deal.II/fe/mapping_q1.h>
#include <deal.II/grid/grid_generator.h>
#include <deal.II/grid/tria.h>

namespace gammaflow
{
namespace
{
/// For writing alone: the box as a deal.II mesh, with the node of the grid for each degree of freedom.
template <int dim>
void write(const TensorGrid &grid, const std::string &path,
           const std::vector<std::pair<std::string, const Vector *>> &fields)
{
  std::vector<std::vector<double>> lengths(dim);
  dealii::Point<dim> lower, upper;
  for (unsigned d = 0; d < dim; ++d) {
    const auto &vertices = grid.direction[d].vertices;
    for (std::size_t c = 0; c + 1 < vertices.size(); ++c) lengths[d].push_back(vertices[c + 1] - vertices[c]);
    lower[d] = vertices.front();
    upper[d] = vertices.back();
  }
  dealii::Triangulation<dim> mesh;
  dealii::GridGenerator::subdivided_hyper_rectangle(mesh, lengths, lower, upper);
  const unsigned degree = grid.direction[0].degree;
  const dealii::FE_Q<dim> element(degree);
  dealii::DoFHandler<dim> dofs(mesh);
  dofs.distribute_dofs(element);

  std::vector<std::size_t> node(dofs.n_dofs());
  std::vector<dealii::types::global_dof_index> cell_dofs(element.n_dofs_per_cell());
  const std::vector<unsigned> lexicographic = element.get_poly_space_numbering();
  for (const auto &cell : dofs.active_cell_iterators()) {
    cell->get_dof_indices(cell_dofs);
    for (unsigned i = 0; i < cell_dofs.size(); ++i) {
      std::size_t index = 0, stride = 1;
      unsigned rest = lexicographic[i];
      for (unsigned d = 0; d < dim; ++d, rest /= degree + 1) {
        const Grid1D &g = grid.direction[d];
        index += stride * g.node(g.cell_of(cell->center()[d]), rest % (degree + 1));
        stride *= g.size();
      }
      node[cell_dofs[i]] = index;
    }
  }

  std::vector<Vector> values(fields.size(), Vector(dofs.n_dofs()));
  std::vector<std::pair<std::string, const Vector *>> named;
  for (std::size_t k = 0; k < fields.size(); ++k) {
    for (std::size_t i = 0; i < node.size(); ++i) data(values[k])[i] = data(*fields[k].second)[node[i]];
    named.emplace_back(fields[k].first, &values[k]);
  }
  write_vtu_file<dim>(dealii::StaticMappingQ1<dim>::mapping, dofs, path, named);
}
}  // namespace

void BoxSpace::write_vtu(const std::string &path,
                         const std::vector<std::pair<std::string, const Vector *>> &fields) const
{
  if (dim_ == 1)
    write<1>(grid_, path, fields);
  else if (dim_ == 2)
    write<2>(grid_, path, fields);
  else
    write<3>(grid_, path, fields);
}

}  // namespace gammaflow
