// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/mesh/mesh_space.h>
#include <gammaflow/spaces/mesh/periodic_faces.h>

#include <deal.II/base/mpi.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/lac/affine_constraints.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace gammaflow
{
namespace
{
using Index = dealii::types::global_dof_index;
constexpr std::size_t unknown = std::numeric_limits<std::size_t>::max();
}  // namespace

/// The nodes of the space: deal.II's, in its numbering, without those that hang; at the second end of a
/// periodic direction all do, on the nodes at the first. Sets the layout of vectors.
template <int mesh_dim>
void MeshSpace<mesh_dim>::number_nodes()
{
  MPI_Comm communicator = mesh_->get_communicator();
  dealii::DoFTools::extract_locally_relevant_dofs(dofs_, relevant_dofs_);
  const dealii::IndexSet &own_dofs = dofs_.locally_owned_dofs();
  dealii::AffineConstraints<double> constraints(relevant_dofs_);
  dealii::DoFTools::make_hanging_node_constraints(dofs_, constraints);
  add_periodicity(dofs_, constraints);
  constraints.close();
  if (dealii::Utilities::MPI::max(constraints.n_constraints(), communicator) == 0) {
    weights_.reinit(own_dofs, relevant_dofs_, communicator);
    hanging_.n_nodes = relevant_dofs_.n_elements();
    return;
  }

  Index own = 0, before = 0;
  for (const Index dof : own_dofs) own += constraints.is_constrained(dof) ? 0 : 1;
  const auto of_processes = dealii::Utilities::MPI::all_gather(communicator, own);
  for (unsigned k = 0; k < dealii::Utilities::MPI::this_mpi_process(communicator); ++k)
    before += of_processes[k];
  const Index all = dealii::Utilities::MPI::sum(own, communicator);
  // The owner of a node knows all cells around it, hence whether it hangs.
  Vector number(own_dofs, relevant_dofs_, communicator);
  Index next = before;
  for (const Index dof : own_dofs) number(dof) = constraints.is_constrained(dof) ? -1. : double(next++);
  number.update_ghost_values();

  dealii::IndexSet own_nodes(all), relevant_nodes(all);
  own_nodes.add_range(before, before + own);
  std::vector<Index> sorted;
  for (const Index dof : relevant_dofs_)
    if (number(dof) >= 0) sorted.push_back(Index(number(dof)));
  std::sort(sorted.begin(), sorted.end());
  relevant_nodes.add_indices(sorted.begin(), sorted.end());
  weights_.reinit(own_nodes, relevant_nodes, communicator);
  hanging_.n_nodes = sorted.size();

  const auto local_node = [&](Index dof) {
    return weights_.get_partitioner()->global_to_local(Index(number(dof)));
  };
  points_of_dofs_.assign(relevant_dofs_.n_elements(), unknown);
  std::size_t k = 0;
  for (const Index dof : relevant_dofs_) {
    std::size_t &point = points_of_dofs_[k++];
    if (number(dof) >= 0) {
      point = local_node(dof);
      continue;
    }
    // What a node of another process's cell hangs on may lie beyond what this process knows.
    if (!constraints.is_constrained(dof)) continue;
    const auto &entries = *constraints.get_constraint_entries(dof);
    std::vector<std::pair<std::uint32_t, double>> row;
    if (std::any_of(entries.begin(), entries.end(), [&](const auto &entry) {
          return !relevant_dofs_.is_element(entry.first) || number(entry.first) < 0;
        }))
      continue;
    for (const auto &[parent, weight] : entries) row.emplace_back(std::uint32_t(local_node(parent)), weight);
    point = hanging_.n_nodes + hanging_.size();
    hanging_.add(row);
  }
}

template <int mesh_dim>
std::vector<std::size_t> MeshSpace<mesh_dim>::points_of(const CellIterator &cell) const
{
  std::vector<Index> dofs(element_.n_dofs_per_cell());
  cell->get_dof_indices(dofs);
  std::vector<std::size_t> points;
  for (const Index dof : dofs) points.push_back(local(dof));
  return points;
}

template <int mesh_dim>
std::size_t MeshSpace<mesh_dim>::local(const dealii::types::global_dof_index dof) const
{
  if (points_of_dofs_.empty()) return weights_.get_partitioner()->global_to_local(dof);
  const std::size_t point = points_of_dofs_[relevant_dofs_.index_within_set(dof)];
  if (point == unknown) throw std::logic_error("a hanging node of a cell of this process has no parents");
  return point;
}

template <int mesh_dim>
Vector MeshSpace<mesh_dim>::at_all_dofs(const Vector &u, const bool shown) const
{
  Vector values(dofs_.locally_owned_dofs(), relevant_dofs_, mesh_->get_communicator());
  u.update_ghost_values();
  for (const Index dof : dofs_.locally_owned_dofs())
    values(dof) = shown ? hanging_.shown(u.begin(), local(dof)) : hanging_.value(u.begin(), local(dof));
  u.zero_out_ghost_values();
  values.update_ghost_values();
  return values;
}

template void MeshSpace<2>::number_nodes();
template void MeshSpace<3>::number_nodes();
template std::size_t MeshSpace<2>::local(dealii::types::global_dof_index) const;
template std::size_t MeshSpace<3>::local(dealii::types::global_dof_index) const;
template std::vector<std::size_t> MeshSpace<2>::points_of(const CellIterator &) const;
template std::vector<std::size_t> MeshSpace<3>::points_of(const CellIterator &) const;
template Vector MeshSpace<2>::at_all_dofs(const Vector &, bool) const;
template Vector MeshSpace<3>::at_all_dofs(const Vector &, bool) const;

}  // namespace gammaflow
