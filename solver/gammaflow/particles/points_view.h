// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/measures/point_measure.h>

#include <cstddef>
#include <vector>

namespace gammaflow
{
/// Points direction by direction, as in PointMeasure; the array is not owned and must outlive the view.
struct PointsView {
  unsigned dim;
  std::size_t size;
  const double *first;  ///< the array of the first coordinate

  PointsView(unsigned dimension, std::size_t n, const double *coordinates)
      : dim(dimension), size(n), first(coordinates)
  {
  }
  PointsView(const PointMeasure &measure)
      : PointsView(measure.dim(), measure.size(), measure.coordinates().data())
  {
  }
  const double *coordinate(unsigned direction) const { return first + direction * size; }
};

}  // namespace gammaflow
