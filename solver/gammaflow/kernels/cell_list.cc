// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/cell_list.h>

#include <algorithm>

namespace gammaflow
{
CellList::CellList(const std::vector<Point> &points, const Point &lower, const Point &upper, double radius)
    : points_(&points), lower_(lower), radius_(radius)
{
  // About as many boxes as points at most: small radii need not cost memory.
  unsigned dim = 0;
  for (unsigned d = 0; d < 3; ++d) dim += upper[d] > lower[d] ? 1 : 0;
  const double most = std::max(1., std::pow(double(points.size()), 1. / std::max(1u, dim)));
  for (unsigned d = 0; d < 3; ++d) {
    const double extent = upper[d] - lower[d];
    boxes_[d] = extent > 0 ? std::size_t(std::clamp(std::floor(extent / radius), 1., most)) : 1;
    edge_[d] = extent > 0 ? extent / double(boxes_[d]) : 1;
  }
  start_.assign(boxes_[0] * boxes_[1] * boxes_[2] + 1, 0);
  for (const Point &p : points) ++start_[box_of(p) + 1];
  for (std::size_t b = 1; b < start_.size(); ++b) start_[b] += start_[b - 1];
  index_.resize(points.size());
  auto next = start_;
  for (std::size_t i = 0; i < points.size(); ++i) index_[next[box_of(points[i])]++] = i;
}

std::size_t CellList::box_of(const Point &x) const
{
  std::array<std::size_t, 3> at;
  for (unsigned d = 0; d < 3; ++d)
    at[d] = std::size_t(std::clamp((x[d] - lower_[d]) / edge_[d], 0., double(boxes_[d] - 1)));
  return at[0] + boxes_[0] * (at[1] + boxes_[1] * at[2]);
}

}  // namespace gammaflow
