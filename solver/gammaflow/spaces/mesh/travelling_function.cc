// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/mesh/travelling_function.h>

#include <deal.II/distributed/solution_transfer.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/lac/vector.h>

#include <stdexcept>

namespace gammaflow
{
template <int dim>
TravellingFunction<dim>::TravellingFunction(const MeshSpace<dim> &space, const Vector &u)
    : forest_(space.mesh().get_communicator())
{
  forest_.copy_triangulation(space.mesh());
  dofs_.reinit(forest_);
  dofs_.distribute_dofs(space.dofs().get_fe());
  values_ = zero(dofs_);
  copy(space.dofs(), space.at_all_dofs(u), dofs_, values_);
}

template <int dim>
Vector TravellingFunction<dim>::zero(const dealii::DoFHandler<dim> &dofs)
{
  dealii::IndexSet relevant;
  dealii::DoFTools::extract_locally_relevant_dofs(dofs, relevant);
  return Vector(dofs.locally_owned_dofs(), relevant, dofs.get_communicator());
}

template <int dim>
void TravellingFunction<dim>::copy(const dealii::DoFHandler<dim> &from, const Vector &v,
                                   const dealii::DoFHandler<dim> &to, Vector &w)
{
  dealii::Vector<double> values(from.get_fe().n_dofs_per_cell());
  v.update_ghost_values();
  for (const auto &cell : from.active_cell_iterators())
    if (cell->is_locally_owned()) {
      const auto same = to.get_triangulation().create_cell_iterator(cell->id());
      if (!same->is_active() || !same->is_locally_owned())
        throw std::logic_error("a mesh is not distributed as another one of the same cells is");
      cell->get_dof_values(v, values);
      typename dealii::DoFHandler<dim>::active_cell_iterator(&to.get_triangulation(), same->level(),
                                                             same->index(), &to)
          ->set_dof_values(values, w);
    }
  v.zero_out_ghost_values();
  w.compress(dealii::VectorOperation::insert);
}

template <int dim>
void TravellingFunction<dim>::adapt()
{
  const auto element = dofs_.get_fe().clone();
  dealii::parallel::distributed::SolutionTransfer<dim, Vector> transfer(dofs_);
  values_.update_ghost_values();
  forest_.prepare_coarsening_and_refinement();
  transfer.prepare_for_coarsening_and_refinement(values_);
  forest_.execute_coarsening_and_refinement();
  dofs_.distribute_dofs(*element);
  values_ = zero(dofs_);
  transfer.interpolate(values_);
  values_.zero_out_ghost_values();
}

template <int dim>
Vector TravellingFunction<dim>::on(const MeshSpace<dim> &space) const
{
  Vector all = zero(space.dofs());
  copy(dofs_, values_, space.dofs(), all);
  return space.from_all_dofs(all);
}

template class TravellingFunction<2>;
template class TravellingFunction<3>;

}  // namespace gammaflow
