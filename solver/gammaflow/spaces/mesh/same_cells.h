// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <deal.II/grid/tria.h>

namespace gammaflow
{
/// The name of a cell on a mesh that one process holds: p4est numbers coarse cells in an order of its own.
template <int dim>
dealii::CellId serial_name(typename dealii::Triangulation<dim>::cell_iterator cell)
{
  const dealii::CellId id = cell->id();
  const auto children = id.get_child_indices();
  while (cell->level() > 0) cell = cell->parent();
  return {dealii::types::coarse_cell_id(cell->index()), unsigned(children.size()), children.data()};
}

/// The cell of a serial mesh of the same coarse cells that has this name or, where there is none, the
/// smallest one around it.
template <int dim>
typename dealii::Triangulation<dim>::cell_iterator around(const dealii::Triangulation<dim> &mesh,
                                                          const dealii::CellId &name)
{
  typename dealii::Triangulation<dim>::cell_iterator cell(&mesh, 0, int(name.get_coarse_cell_id()));
  for (const auto child : name.get_child_indices()) {
    if (!cell->has_children()) break;
    cell = cell->child(child);
  }
  return cell;
}

}  // namespace gammaflow
