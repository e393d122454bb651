// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/mesh/same_cells.h>
#include <gammaflow/spaces/mesh/travelling_function.h>
#include <gammaflow/spaces/mesh/with_mesh.h>

#include <deal.II/base/mpi.h>

#include <algorithm>

namespace gammaflow
{
namespace
{
/// A cell with the numbers of its nodes.
template <int dim>
typename dealii::DoFHandler<dim>::cell_iterator on_dofs(
    const dealii::DoFHandler<dim> &dofs, const typename dealii::Triangulation<dim>::cell_iterator &cell)
{
  return {&dofs.get_triangulation(), cell->level(), cell->index(), &dofs};
}

/// Over meshes in between, whose cells differ by one halving. First none is merged, then none is halved: so
/// cells of neighbours never forbid what is asked for.
template <int dim>
Vector transferred_over_processes(const Parameters &parameters, const MeshSpace<dim> &from, const Vector &u,
                                  const MeshSpace<dim> &to)
{
  const auto whole = whole_mesh(parameters, to);
  TravellingFunction<dim> function(from, u);
  for (const bool merge : {false, true})
    for (;;) {
      unsigned flagged = 0;
      for (const auto &cell : function.forest().active_cell_iterators())
        if (cell->is_locally_owned()) {
          const auto place = around(*whole, serial_name<dim>(cell));
          if (merge ? place->level() == cell->level()
                    : place->level() < cell->level() || !place->has_children())
            continue;
          merge ? cell->set_coarsen_flag() : cell->set_refine_flag();
          ++flagged;
        }
      if (dealii::Utilities::MPI::sum(flagged, processes_of(from)) == 0) break;
      const auto before = function.forest().n_global_active_cells();
      function.adapt();
      if (function.forest().n_global_active_cells() == before)
        throw std::logic_error("cells that the other mesh does not have cannot be merged");
    }
  return function.on(to);
}
}  // namespace

Vector transferred(const Parameters &parameters, const Space &from, const Vector &u, const Space &to)
{
  return with_mesh(from, [&](const auto &source) -> Vector {
    using Mesh = std::decay_t<decltype(source)>;
    const Mesh &target = dynamic_cast<const Mesh &>(to);
    if (processes_of(from) != MPI_COMM_NULL) return transferred_over_processes(parameters, source, u, target);
    const Vector all = source.at_all_dofs(u);
    dealii::Vector<double> old_values(source.dofs().n_dofs()), new_values(target.dofs().n_dofs()),
        cell_values(source.dofs().get_fe().n_dofs_per_cell());
    std::copy(all.begin(), all.end(), old_values.begin());
    // The same or smaller cells: the function of the old cell.
    for (const auto &cell : source.dofs().active_cell_iterators()) {
      const auto same = around(target.mesh(), cell->id());
      if (same->level() != cell->level()) continue;
      cell->get_dof_values(old_values, cell_values);
      on_dofs(target.dofs(), same)->set_dof_values_by_interpolation(cell_values, new_values);
    }
    // Larger ones: its values at their nodes.
    for (const auto &cell : target.dofs().active_cell_iterators()) {
      const auto same = around(source.mesh(), cell->id());
      if (same->level() != cell->level() || !same->has_children()) continue;
      on_dofs(source.dofs(), same)->get_interpolated_dof_values(old_values, cell_values);
      cell->set_dof_values(cell_values, new_values);
    }
    return target.from_all_dofs(new_values);
  });
}

}  // namespace gammaflow
