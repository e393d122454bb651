#include <gammaflow/discretization/mesh_space.h>
#include <gammaflow/discretization/vtu.h>

#include <deal.II/grid/grid_tools.h>
#include <deal.II/lac/vector.h>

#include <algorithm>
#include <numeric>

namespace gammaflow
{
namespace
{
dealii::Vector<double> serial(const Vector &u)
{
  return dealii::Vector<double>(data(u), data(u) + size(u));
}
}  // namespace

template <int mesh_dim>
void MeshSpace<mesh_dim>::interpolate(const Space &coarser, const Vector &u, Vector &out) const
{
  const auto *from = dynamic_cast<const MeshSpace<mesh_dim> *>(&coarser);
  if (from == nullptr || from->degree_ != degree_ || from->level_ > level_ ||
      from->mesh_->n_cells(0) != mesh_->n_cells(0) ||
      from->mesh_->n_levels() + level_ != mesh_->n_levels() + from->level_)
    throw InputError("interpolation to " + description(), coarser.description(),
                     "the first is not a refinement of the second with the same degree", "");
  const dealii::Vector<double> source = serial(u);
  dealii::Vector<double> target(dofs_.n_dofs()), cell_values(element_.n_dofs_per_cell());
  // Both meshes are the same one refined evenly, so that a cell has the same level and index in both.
  for (const auto &cell : from->dofs_.active_cell_iterators()) {
    cell->get_dof_values(source, cell_values);
    const typename dealii::DoFHandler<mesh_dim>::cell_iterator same(mesh_.get(), cell->level(), cell->index(),
                                                                    &dofs_);
    same->set_dof_values_by_interpolation(cell_values, target);
  }
  out.reinit(weights_, true);
  std::copy(target.begin(), target.end(), data(out));
}

template <int mesh_dim>
double MeshSpace<mesh_dim>::evaluate(const Vector &u, const Point &x) const
{
  std::call_once(cache_built_,
                 [this] { cache_ = std::make_unique<dealii::GridTools::Cache<mesh_dim>>(*mesh_, mapping_); });
  dealii::Point<mesh_dim> point;
  for (unsigned d = 0; d < mesh_dim; ++d) point[d] = x[d];
  const auto [cell, unit] = dealii::GridTools::find_active_cell_around_point(*cache_, point);
  if (cell == mesh_->end()) {
    std::string text;
    for (unsigned d = 0; d < mesh_dim; ++d) text += (d ? ", " : "") + std::to_string(x[d]);
    throw InputError("evaluation in " + description(), text, "the point lies outside the domain", "");
  }
  std::vector<dealii::types::global_dof_index> dofs(element_.n_dofs_per_cell());
  typename dealii::DoFHandler<mesh_dim>::active_cell_iterator(mesh_.get(), cell->level(), cell->index(),
                                                              &dofs_)
      ->get_dof_indices(dofs);
  double sum = 0;
  for (unsigned i = 0; i < dofs.size(); ++i) sum += element_.shape_value(i, unit) * data(u)[dofs[i]];
  return sum;
}

template <int mesh_dim>
NodeMesh MeshSpace<mesh_dim>::node_mesh() const
{
  NodeMesh mesh;
  mesh.points = nodes_;
  mesh.node.resize(nodes_.size());
  std::iota(mesh.node.begin(), mesh.node.end(), 0u);
  const unsigned p = degree_, n = p + 1;
  const std::vector<unsigned> node = element_.get_poly_space_numbering_inverse();
  std::vector<dealii::types::global_dof_index> dofs(element_.n_dofs_per_cell());
  for (const auto &cell : dofs_.active_cell_iterators()) {
    cell->get_dof_indices(dofs);
    for (unsigned first = 0; first < dofs.size(); ++first) {
      const unsigned i = first % n, j = first / n % n, k = first / n / n;
      if (i == p || j == p || (mesh_dim == 3 && k == p))
        continue;  // the last node of a line begins no small cell
      for (unsigned corner = 0; corner < (1u << mesh_dim); ++corner)
        mesh.corners.push_back(std::uint32_t(
            dofs[node[first + (corner & 1) + n * ((corner >> 1 & 1) + n * (corner >> 2 & 1))]]));
    }
  }
  return mesh;
}

template <int mesh_dim>
void MeshSpace<mesh_dim>::write_vtu(const std::string &path,
                                    const std::vector<std::pair<std::string, const Vector *>> &fields) const
{
  std::vector<std::pair<std::string, dealii::Vector<double>>> values;
  for (const auto &[name, field] : fields) values.emplace_back(name, serial(*field));
  write_vtu_file<mesh_dim>(mapping_, dofs_, path, values);
}

// mesh_space.cc instantiates the class; here are these members.
template void MeshSpace<2>::interpolate(const Space &, const Vector &, Vector &) const;
template void MeshSpace<3>::interpolate(const Space &, const Vector &, Vector &) const;
template double MeshSpace<2>::evaluate(const Vector &, const Point &) const;
template double MeshSpace<3>::evaluate(const Vector &, const Point &) const;
template NodeMesh MeshSpace<2>::node_mesh() const;
template NodeMesh MeshSpace<3>::node_mesh() const;
template void MeshSpace<2>::write_vtu(const std::string &,
                                      const std::vector<std::pair<std::string, const Vector *>> &) const;
template void MeshSpace<3>::write_vtu(const std::string &,
                                      const std::vector<std::pair<std::string, const Vector *>> &) const;

}  // namespace gammaflow
