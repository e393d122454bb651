#pragma once

#include <gammaflow/discretization/space.h>

#include <deal.II/dofs/dof_handler.h>
#include <deal.II/fe/fe_q.h>
#include <deal.II/fe/mapping_q_cache.h>
#include <deal.II/grid/grid_tools_cache.h>
#include <deal.II/grid/tria.h>

#include <memory>
#include <mutex>

namespace gammaflow
{
/// FE_Q(degree) with Gauss-Lobatto nodes and mass on any mesh of quadrilaterals or hexahedra, curved where
/// the mesh has a manifold (mapping of the elements' degree). The Gauss-Lobatto mass of a mapped cell is
/// J(x_i) w_i: positive as long as the cell is not degenerate at a node. Nodes have deal.II's numbering.
template <int mesh_dim>
class MeshSpace : public Space
{
 public:
  /// InputError where a mass is not positive; `name` is how the mesh is named there.
  MeshSpace(std::unique_ptr<dealii::Triangulation<mesh_dim>> mesh, unsigned degree, unsigned level,
            const std::string &name);

  const LaplacianCalculus &laplacian() const override;
  const GradientCalculus &gradients() const override;
  /// Exact where the finer cells lie in the coarser ones; cell by cell in reference coordinates, so that it
  /// is of order degree + 1 also near a curved boundary.
  void interpolate(const Space &coarser, const Vector &u, Vector &out) const override;
  double evaluate(const Vector &u, const Point &x) const override;
  NodeMesh node_mesh() const override;
  void write_vtu(const std::string &path,
                 const std::vector<std::pair<std::string, const Vector *>> &fields) const override;
  std::string description() const override;

 private:
  void measure(const std::string &name);

  std::unique_ptr<dealii::Triangulation<mesh_dim>> mesh_;
  dealii::FE_Q<mesh_dim> element_;
  dealii::MappingQCache<mesh_dim> mapping_;
  dealii::DoFHandler<mesh_dim> dofs_;
  mutable std::once_flag laplacian_built_, gradients_built_, cache_built_;
  mutable std::unique_ptr<LaplacianCalculus> laplacian_;
  mutable std::unique_ptr<GradientCalculus> gradients_;
  mutable std::unique_ptr<dealii::GridTools::Cache<mesh_dim>> cache_;
};

}  // namespace gammaflow
