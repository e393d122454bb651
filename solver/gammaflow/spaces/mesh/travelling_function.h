// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/mesh/mesh_space.h>

#include <deal.II/distributed/tria.h>

namespace gammaflow
{
/// A function on a distributed mesh, taken along through other meshes of the same coarse cells: a forest of
/// its own is refined and coarsened with the function on it, and that distributes the cells over the
/// processes as a space with the same cells does it. Halving is exact; where cells are merged the function
/// has its values at the nodes of the larger cell.
template <int dim>
class TravellingFunction
{
 public:
  TravellingFunction(const MeshSpace<dim> &space, const Vector &u);

  /// To set flags on; then all processes call adapt().
  dealii::parallel::distributed::Triangulation<dim> &forest() { return forest_; }
  void adapt();
  /// The function on a space whose cells are those of the forest now.
  Vector on(const MeshSpace<dim> &space) const;

 private:
  /// A zero function for the degrees of freedom, with ghosts.
  static Vector zero(const dealii::DoFHandler<dim> &dofs);
  /// The values of v at the nodes of own cells; these are known by their names, whatever the numbers of their
  /// nodes.
  static void copy(const dealii::DoFHandler<dim> &from, const Vector &v, const dealii::DoFHandler<dim> &to,
                   Vector &w);

  dealii::parallel::distributed::Triangulation<dim> forest_;
  dealii::DoFHandler<dim> dofs_;
  Vector values_;
};

}  // namespace gammaflow
