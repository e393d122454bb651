// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/hanging_nodes.h>
#include <gammaflow/spaces/mesh/cell_search.h>
#include <gammaflow/spaces/mesh_adaptation.h>
#include <gammaflow/spaces/space.h>

#include <deal.II/base/index_set.h>
#include <deal.II/dofs/dof_handler.h>
#include <deal.II/fe/fe_q.h>
#include <deal.II/fe/mapping_q_cache.h>
#include <deal.II/grid/tria.h>

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace gammaflow
{
/// FE_Q(degree) with Gauss-Lobatto nodes and mass on any mesh of quadrilaterals or hexahedra, curved where
/// the mesh has a manifold (mapping of the elements' degree). The Gauss-Lobatto mass of a mapped cell is
/// J(x_i) w_i: positive as long as the cell is not degenerate at a node. Nodes have deal.II's numbering.
/// On a locally refined mesh the nodes of the space are those that do not hang; with u_cells = C u, weights
/// and stiffness are C^T w_cells and C^T A_cells C (doc/adaptivity.md). Where the mesh is distributed, each
/// process has the cells that p4est gives it and a layer of ghosts; vectors carry the nodes of other
/// processes at its own cells as ghosts, behind their own entries.
template <int mesh_dim>
class MeshSpace : public Space
{
 public:
  static constexpr int dimension = mesh_dim;

  /// InputError where a mass is not positive; `name` is how the mesh is named there.
  MeshSpace(std::unique_ptr<dealii::Triangulation<mesh_dim>> mesh, unsigned degree, unsigned level,
            const std::string &name, CellRefinement refinement = {});
  /// The cells of another space, their shape included, with elements of another degree.
  MeshSpace(const MeshSpace &cells, unsigned degree);
  const CellRefinement &refinement() const { return refinement_; }

  using CellIterator = typename dealii::DoFHandler<mesh_dim>::active_cell_iterator;

  /// For what looks at cells: deal.II's objects, and a function with its values at hanging nodes in their
  /// numbering, with ghosts (`shown`: positive where the function is).
  const dealii::DoFHandler<mesh_dim> &dofs() const { return dofs_; }
  const dealii::Triangulation<mesh_dim> &mesh() const { return *mesh_; }
  const dealii::Mapping<mesh_dim> &mapping() const { return mapping_; }
  std::vector<unsigned> lexicographic_nodes() const { return element_.get_poly_space_numbering_inverse(); }
  /// The points (see HangingNodes) of a cell of this process, in the order of the element.
  std::vector<std::size_t> points_of(const CellIterator &cell) const;
  const HangingNodes &hanging() const { return hanging_; }
  Vector at_all_dofs(const Vector &u, bool shown = false) const;
  /// Values in deal.II's numbering, at least those that this process owns, as a function of this space.
  template <class Values>
  Vector from_all_dofs(const Values &values) const
  {
    Vector u = zero();
    for (const auto dof : dofs_.locally_owned_dofs())
      if (const std::size_t point = local(dof); !hanging_.hangs(point)) data(u)[point] = values(dof);
    return u;
  }

  const LaplacianCalculus &laplacian() const override;
  const GradientCalculus &gradients() const override;
  std::shared_ptr<const Space> with_degree(unsigned degree) const override;
  /// Exact where the finer cells lie in the coarser ones; cell by cell in reference coordinates, so that it
  /// is of order degree + 1 also near a curved boundary.
  void interpolate(const Space &coarser, const Vector &u, Vector &out) const override;
  double evaluate(const Vector &u, const Point &x) const override;
  NodeMesh node_mesh() const override;
  std::vector<bool> at_boundary() const override;
  void write_vtu(const std::string &path,
                 const std::vector<std::pair<std::string, const Vector *>> &fields) const override;
  std::string description() const override;

 private:
  void interpolate_in_cells(const MeshSpace &from, const Vector &u, Vector &out) const;
  void number_nodes();
  void measure();
  void check_weights() const;
  /// The point (see HangingNodes) of a degree of freedom of deal.II's: the place of a node in a vector of
  /// this process, ghosts included, or beyond them.
  std::size_t local(dealii::types::global_dof_index dof) const;
  /// Calls visit(cell, nodes) for the cells that this process owns.
  template <class Visit>
  void for_own_cells(const Visit &visit) const
  {
    std::vector<dealii::types::global_dof_index> nodes(element_.n_dofs_per_cell());
    for (const auto &cell : dofs_.active_cell_iterators())
      if (cell->is_locally_owned()) {
        cell->get_dof_indices(nodes);
        visit(cell, nodes);
      }
  }

  const CellRefinement refinement_;
  const std::string name_;
  std::shared_ptr<dealii::Triangulation<mesh_dim>> mesh_;
  dealii::FE_Q<mesh_dim> element_;
  dealii::MappingQCache<mesh_dim> mapping_;
  dealii::DoFHandler<mesh_dim> dofs_;
  dealii::IndexSet relevant_dofs_;
  std::vector<std::size_t> points_of_dofs_;  ///< of relevant_dofs_; empty where no node hangs
  HangingNodes hanging_;
  std::vector<Point> points_;    ///< own nodes, then ghosts, then hanging ones
  std::size_t finer_cells_ = 0;  ///< cells of all processes that are finer than the coarsest
  mutable std::once_flag laplacian_built_, gradients_built_, search_built_;
  mutable std::unique_ptr<LaplacianCalculus> laplacian_;
  mutable std::unique_ptr<GradientCalculus> gradients_;
  mutable std::unique_ptr<CellSearch<mesh_dim>> search_;
};

}  // namespace gammaflow
