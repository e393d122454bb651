// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/mesh/cell_search.h>

#include <deal.II/base/array_view.h>
#include <deal.II/base/geometry_info.h>

namespace gammaflow
{
namespace
{
/// Of points: the pictures of some evolutions.
constexpr std::size_t most_known = 1 << 15;

/// The box of a cell's nodes, and around it what is within reach: a curved cell bulges beyond its nodes, but
/// by less than what is added.
template <int dim>
dealii::BoundingBox<dim> box_around(dealii::BoundingBox<dim> box)
{
  auto &[lower, upper] = box.get_boundary_points();
  for (unsigned d = 0; d < dim; ++d) {
    const double more = 1.5 * CellSearch<dim>::reach * (upper[d] - lower[d]);
    lower[d] -= more;
    upper[d] += more;
  }
  return box;
}
}  // namespace

template <int dim>
CellSearch<dim>::CellSearch(const dealii::Triangulation<dim> &mesh, const dealii::Mapping<dim> &mapping)
    : mesh_(mesh), mapping_(mapping)
{
  std::vector<Entry> boxes;
  for (const auto &cell : mesh.active_cell_iterators())
    if (!cell->is_artificial()) boxes.emplace_back(box_around<dim>(mapping.get_bounding_box(cell)), cell);
  tree_ = dealii::pack_rtree(boxes);
}

template <int dim>
typename CellSearch<dim>::Place CellSearch<dim>::around(const dealii::Point<dim> &point) const
{
  std::array<double, std::size_t(dim)> key;
  for (unsigned d = 0; d < dim; ++d) key[d] = point[d];
  const std::lock_guard<std::mutex> lock(mutex_);
  if (const auto known = known_.find(key); known != known_.end()) return known->second;
  if (known_.size() >= most_known) known_.clear();
  return known_[key] = search(point);
}

/// By the cells' own mappings; deal.II gives infinite coordinates where one does not reach the point.
template <int dim>
typename CellSearch<dim>::Place CellSearch<dim>::search(const dealii::Point<dim> &point) const
{
  Place nearest{mesh_.end(), {}};
  const std::vector<dealii::Point<dim>> real{point};
  std::vector<dealii::Point<dim>> unit(1);
  namespace index = boost::geometry::index;
  for (const Entry &entry : tree_ | index::adaptors::queried(index::intersects(point))) {
    mapping_.transform_points_real_to_unit_cell(entry.second, real, unit);
    const double outside = dealii::GeometryInfo<dim>::distance_to_unit_cell(unit[0]);
    if (outside <= reach && outside < nearest.outside) nearest = {entry.second, unit[0], outside};
    if (outside == 0) break;
  }
  return nearest;
}

template class CellSearch<2>;
template class CellSearch<3>;

}  // namespace gammaflow
