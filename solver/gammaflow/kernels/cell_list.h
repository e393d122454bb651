// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>

#include <array>
#include <cmath>
#include <vector>

namespace gammaflow
{
/// Points sorted into boxes of edge `radius` or more: the neighbours of a point are in the boxes around its
/// own.
class CellList
{
 public:
  /// The points lie in the box [lower, upper] and outlive the list, which refers to them; radius > 0.
  CellList(const std::vector<Point> &points, const Point &lower, const Point &upper, double radius);

  /// visit(j, distance) for every point j at most `radius` away from x, which need not be among the points.
  template <class Visit>
  void neighbours(const Point &x, const Visit &visit) const
  {
    std::array<long, 3> first, last;
    for (unsigned d = 0; d < 3; ++d) {
      const double at = (x[d] - lower_[d]) / edge_[d], reach = radius_ / edge_[d];
      first[d] = std::max(0L, long(std::floor(at - reach)));
      last[d] = std::min(long(boxes_[d]) - 1, long(std::floor(at + reach)));
    }
    for (long k = first[2]; k <= last[2]; ++k)
      for (long j = first[1]; j <= last[1]; ++j)
        for (long i = first[0]; i <= last[0]; ++i) {
          const std::size_t box = std::size_t(i) + boxes_[0] * (std::size_t(j) + boxes_[1] * std::size_t(k));
          for (std::size_t n = start_[box]; n < start_[box + 1]; ++n) {
            const Point &p = (*points_)[index_[n]];
            const double dx = x[0] - p[0], dy = x[1] - p[1], dz = x[2] - p[2];
            const double r = std::sqrt(dx * dx + dy * dy + dz * dz);
            if (r <= radius_) visit(index_[n], r);
          }
        }
  }

 private:
  std::size_t box_of(const Point &x) const;

  const std::vector<Point> *points_;
  Point lower_;
  double radius_;
  std::array<double, 3> edge_;
  std::array<std::size_t, 3> boxes_;
  std::vector<std::size_t> start_, index_;
};

}  // namespace gammaflow
