// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <deal.II/base/bounding_box.h>
#include <deal.II/fe/mapping.h>
#include <deal.II/grid/tria.h>
#include <deal.II/numerics/rtree.h>

#include <array>
#include <limits>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace gammaflow
{
/// Finds the cell around a point, own or ghost, by a tree of the cells' boxes: deal.II's own search visits
/// all cells before it reports that a point lies in none. Results are kept, since pictures ask for the same
/// points at all times.
template <int dim>
class CellSearch
{
 public:
  CellSearch(const dealii::Triangulation<dim> &mesh, const dealii::Mapping<dim> &mapping);

  /// Cells follow a curved boundary by polynomials, so that a point on it may lie outside of all cells: the
  /// largest such distance, in units of the cell, at which a cell is still found.
  static constexpr double reach = 0.2;

  /// The nearest cell, the point in its coordinates, and how far outside of it in these; infinitely far, at
  /// the end of the cells, where none is within reach.
  struct Place {
    typename dealii::Triangulation<dim>::active_cell_iterator cell;
    dealii::Point<dim> unit;
    double outside = std::numeric_limits<double>::infinity();
  };
  Place around(const dealii::Point<dim> &point) const;

 private:
  using Cell = typename dealii::Triangulation<dim>::active_cell_iterator;
  using Entry = std::pair<dealii::BoundingBox<dim>, Cell>;
  Place search(const dealii::Point<dim> &point) const;

  const dealii::Triangulation<dim> &mesh_;
  const dealii::Mapping<dim> &mapping_;
  dealii::RTree<Entry> tree_;
  mutable std::mutex mutex_;
  mutable std::map<std::array<double, std::size_t(dim)>, Place> known_;
};

}  // namespace gammaflow
