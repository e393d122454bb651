// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/mesh/mesh_space.h>
#include <gammaflow/spaces/mesh/travelling_function.h>
#include <gammaflow/spaces/vtu.h>

#include <deal.II/lac/full_matrix.h>
#include <deal.II/lac/vector.h>

#include <cmath>
#include <list>
#include <utility>

namespace gammaflow
{
template <int mesh_dim>
void MeshSpace<mesh_dim>::interpolate(const Space &coarser, const Vector &u, Vector &out) const
{
  const auto *from = dynamic_cast<const MeshSpace<mesh_dim> *>(&coarser);
  if (from && from->mesh_ == mesh_) return interpolate_in_cells(*from, u, out);
  if (from == nullptr || from->degree_ != degree_ || from->level_ > level_ ||
      from->mesh_->n_cells(0) != mesh_->n_cells(0) ||
      from->mesh_->n_global_levels() + level_ != mesh_->n_global_levels() + from->level_ ||
      from->mesh_->n_global_active_cells() << mesh_dim * (level_ - from->level_) !=
          mesh_->n_global_active_cells())
    throw InputError("interpolation to " + description(), coarser.description(),
                     "the first is not a refinement of the second with the same degree", "");
  if (processes_of(*this) != MPI_COMM_NULL) {
    // The processes of a coarse cell and of its children differ.
    TravellingFunction<mesh_dim> function(*from, u);
    for (unsigned level = from->level_; level < level_; ++level) {
      function.forest().set_all_refine_flags();
      function.adapt();
    }
    out = function.on(*this);
    return;
  }
  const Vector source = from->at_all_dofs(u);
  dealii::Vector<double> target(dofs_.n_dofs()), cell_values(element_.n_dofs_per_cell());
  // Both meshes are the same one refined evenly, so that a cell has the same level and index in both.
  for (const auto &cell : from->dofs_.active_cell_iterators()) {
    cell->get_dof_values(source, cell_values);
    const typename dealii::DoFHandler<mesh_dim>::cell_iterator same(mesh_.get(), cell->level(), cell->index(),
                                                                    &dofs_);
    same->set_dof_values_by_interpolation(cell_values, target);
  }
  out = from_all_dofs(target);
}

/// Of a space of another degree on the same cells.
template <int mesh_dim>
void MeshSpace<mesh_dim>::interpolate_in_cells(const MeshSpace &from, const Vector &u, Vector &out) const
{
  const Vector source = from.at_all_dofs(u);
  Vector target(dofs_.locally_owned_dofs(), relevant_dofs_, mesh_->get_communicator());
  dealii::FullMatrix<double> matrix(element_.n_dofs_per_cell(), from.element_.n_dofs_per_cell());
  element_.get_interpolation_matrix(from.element_, matrix);
  dealii::Vector<double> given(matrix.n()), values(matrix.m());
  for_own_cells([&](const CellIterator &cell, const std::vector<dealii::types::global_dof_index> &dofs) {
    const CellIterator same(mesh_.get(), cell->level(), cell->index(), &from.dofs_);
    same->get_dof_values(source, given);
    matrix.vmult(values, given);
    for (unsigned i = 0; i < dofs.size(); ++i)
      if (dofs_.locally_owned_dofs().is_element(dofs[i])) target(dofs[i]) = values(i);
  });
  out = from_all_dofs(target);
}

template <int mesh_dim>
double MeshSpace<mesh_dim>::evaluate(const Vector &u, const Point &x) const
{
  dealii::Point<mesh_dim> point;
  for (unsigned d = 0; d < mesh_dim; ++d) {
    const double period = upper_[d] - lower_[d];
    point[d] = periodic_[d] ? x[d] - period * std::floor((x[d] - lower_[d]) / period) : x[d];
  }
  std::call_once(search_built_,
                 [this] { search_ = std::make_unique<CellSearch<mesh_dim>>(*mesh_, mapping_); });
  const auto place = search_->around(point);
  double value = 0, found = 0;
  // What nodes of ghost cells hang on may be known to their owners only.
  const bool ask_owners = distributed() && !points_of_dofs_.empty();
  const Vector values = ask_owners ? at_all_dofs(u) : Vector();
  u.update_ghost_values();
  // Ghosts count, too: what lies between two processes may be found by both, and each in the other's cell.
  const auto add = [&](const double outside) {
    if (place.outside > outside) return;
    const CellIterator cell(mesh_.get(), place.cell->level(), place.cell->index(), &dofs_);
    std::vector<dealii::types::global_dof_index> dofs(element_.n_dofs_per_cell());
    cell->get_dof_indices(dofs);
    for (unsigned i = 0; i < dofs.size(); ++i)
      value += element_.shape_value(i, place.unit) *
               (ask_owners ? values(dofs[i]) : hanging_.value(u.begin(), local(dofs[i])));
    found = 1;
  };
  add(1e-10);
  found = sum(found);
  if (found == 0) {  // on a curved boundary
    add(CellSearch<mesh_dim>::reach);
    found = sum(found);
  }
  u.zero_out_ghost_values();
  if (found == 0) {
    std::string text;
    for (unsigned d = 0; d < mesh_dim; ++d) text += (d ? ", " : "") + std::to_string(x[d]);
    throw InputError("evaluation in " + description(), text, "the point lies outside the domain", "");
  }
  return sum(value) / found;
}

template <int mesh_dim>
NodeMesh MeshSpace<mesh_dim>::node_mesh() const
{
  NodeMesh mesh;
  mesh.points = points_;
  mesh.hanging = hanging_;
  for (unsigned i = 0; i < hanging_.n_nodes; ++i)
    mesh.node.push_back(weights_.get_partitioner()->local_to_global(i));
  const unsigned p = degree_, n = p + 1;
  const std::vector<unsigned> node = element_.get_poly_space_numbering_inverse();
  for_own_cells([&](const CellIterator &, const std::vector<dealii::types::global_dof_index> &dofs) {
    for (unsigned first = 0; first < dofs.size(); ++first) {
      const unsigned i = first % n, j = first / n % n, k = first / n / n;
      if (i == p || j == p || (mesh_dim == 3 && k == p))
        continue;  // the last node of a line begins no small cell
      for (unsigned corner = 0; corner < (1u << mesh_dim); ++corner)
        mesh.corners.push_back(std::uint32_t(
            local(dofs[node[first + (corner & 1) + n * ((corner >> 1 & 1) + n * (corner >> 2 & 1))]])));
    }
  });
  return mesh;
}

template <int mesh_dim>
void MeshSpace<mesh_dim>::write_vtu(const std::string &path,
                                    const std::vector<std::pair<std::string, const Vector *>> &fields) const
{
  if (points_of_dofs_.empty()) return write_vtu_file<mesh_dim>(mapping_, dofs_, path, fields);
  std::list<Vector> values;
  std::vector<std::pair<std::string, const Vector *>> with_hanging;
  for (const auto &[name, u] : fields) {
    values.push_back(at_all_dofs(*u, true));
    with_hanging.emplace_back(name, &values.back());
  }
  write_vtu_file<mesh_dim>(mapping_, dofs_, path, with_hanging);
}

template <int mesh_dim>
std::vector<bool> MeshSpace<mesh_dim>::at_boundary() const
{
  std::vector<bool> result(n_nodes(), false);
  std::vector<dealii::types::global_dof_index> dofs(element_.n_dofs_per_face());
  // The face may be one of another process's cell, beside a corner of this one's.
  for (const auto &cell : dofs_.active_cell_iterators())
    if (!cell->is_artificial())
      for (const unsigned face : cell->face_indices())
        if (cell->face(face)->at_boundary() && !cell->has_periodic_neighbor(face)) {
          cell->face(face)->get_dof_indices(dofs);
          for (const auto dof : dofs)
            if (dofs_.locally_owned_dofs().is_element(dof))
              if (const std::size_t point = local(dof); point < n_nodes()) result[point] = true;
        }
  return result;
}

// mesh_space.cc instantiates the class; here are these members.
template void MeshSpace<2>::interpolate(const Space &, const Vector &, Vector &) const;
template void MeshSpace<3>::interpolate(const Space &, const Vector &, Vector &) const;
template void MeshSpace<2>::interpolate_in_cells(const MeshSpace &, const Vector &, Vector &) const;
template void MeshSpace<3>::interpolate_in_cells(const MeshSpace &, const Vector &, Vector &) const;
template double MeshSpace<2>::evaluate(const Vector &, const Point &) const;
template double MeshSpace<3>::evaluate(const Vector &, const Point &) const;
template std::vector<bool> MeshSpace<2>::at_boundary() const;
template std::vector<bool> MeshSpace<3>::at_boundary() const;
template NodeMesh MeshSpace<2>::node_mesh() const;
template NodeMesh MeshSpace<3>::node_mesh() const;
template void MeshSpace<2>::write_vtu(const std::string &,
                                      const std::vector<std::pair<std::string, const Vector *>> &) const;
template void MeshSpace<3>::write_vtu(const std::string &,
                                      const std::vector<std::pair<std::string, const Vector *>> &) const;

}  // namespace gammaflow
