// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/box/box_lengths.h>
#include <gammaflow/spaces/lines/highest_modes.h>
#include <gammaflow/spaces/mesh/same_cells.h>
#include <gammaflow/spaces/mesh/with_mesh.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
std::vector<double> cell_lengths(const Space &space)
{
  if (const TensorGrid *grid = space.tensor_grid()) return box_cell_lengths(*grid);
  return with_mesh(space, [&space](const auto &own) {
    std::vector<double> lengths;
    for (const auto &cell : own.mesh().active_cell_iterators())
      if (cell->is_locally_owned()) lengths.push_back(cell->diameter() / std::sqrt(double(space.dim())));
    return lengths;
  });
}

namespace
{
/// For the cells of all processes in the order of `whole`, what each process has for its own.
template <int dim>
std::vector<int> gathered(const MeshSpace<dim> &space, const dealii::Triangulation<dim> &whole,
                          const std::vector<int> &own)
{
  if (processes_of(space) == MPI_COMM_NULL) return own;
  std::vector<unsigned> names;  // of own cells, four numbers each
  for (const auto &cell : space.mesh().active_cell_iterators())
    if (cell->is_locally_owned())
      for (const unsigned part : serial_name<dim>(cell).template to_binary<dim>()) names.push_back(part);
  const auto all_names = dealii::Utilities::MPI::all_gather(processes_of(space), names);
  const auto all_values = dealii::Utilities::MPI::all_gather(processes_of(space), own);
  std::vector<int> result(whole.n_active_cells());
  for (std::size_t process = 0; process < all_names.size(); ++process)
    for (std::size_t k = 0; k < all_values[process].size(); ++k) {
      dealii::CellId::binary_type name;
      std::copy_n(all_names[process].begin() + std::ptrdiff_t(k * name.size()), name.size(), name.begin());
      result.at(around(whole, dealii::CellId(name))->active_cell_index()) = all_values[process][k];
    }
  return result;
}
}  // namespace

Wish spread(const Parameters &parameters, std::shared_ptr<const Space> space, const std::vector<int> &own,
            const unsigned layers)
{
  return with_mesh(*space, [&](const auto &on_mesh) -> Wish {
    const auto mesh = whole_mesh(parameters, on_mesh);
    std::vector<int> halvings = gathered(on_mesh, *mesh, own);
    for (unsigned layer = 0; layer < layers; ++layer) {
      std::vector<int> finest(mesh->n_vertices(), 0);
      std::size_t k = 0;
      for (const auto &cell : mesh->active_cell_iterators()) {
        for (const unsigned v : cell->vertex_indices())
          finest[cell->vertex_index(v)] =
              std::max(finest[cell->vertex_index(v)], cell->level() + halvings[k]);
        ++k;
      }
      k = 0;
      for (const auto &cell : mesh->active_cell_iterators()) {
        for (const unsigned v : cell->vertex_indices())
          halvings[k] = std::max(halvings[k], finest[cell->vertex_index(v)] - cell->level());
        ++k;
      }
    }
    return {space, halvings};
  });
}

std::vector<double> relative_lengths(const Space &space, const Vector &f, const double amplitude)
{
  if (const TensorGrid *grid = space.tensor_grid()) return box_relative_lengths(*grid, f, amplitude);
  return with_mesh(space, [&](const auto &own) {
    const unsigned n = space.degree() + 1;
    const HighestModes modes(space.degree());
    const Vector all = own.at_all_dofs(f);
    const std::vector<unsigned> node = own.lexicographic_nodes();
    std::vector<double> result;
    Eigen::VectorXd values(n);
    std::vector<dealii::types::global_dof_index> dofs(node.size());
    for (const auto &cell : own.dofs().active_cell_iterators()) {
      if (!cell->is_locally_owned()) continue;
      cell->get_dof_indices(dofs);
      Eigen::Vector2d largest = Eigen::Vector2d::Zero();
      for (unsigned stride = 1; stride < node.size(); stride *= n)
        for (unsigned first = 0; first < node.size(); ++first) {
          if (first / stride % n != 0) continue;
          for (unsigned i = 0; i < n; ++i) values[i] = all(dofs[node[first + i * stride]]);
          modes.include(values, largest);
        }
      result.push_back(modes.relative_length(largest, amplitude));
    }
    return result;
  });
}

}  // namespace gammaflow
