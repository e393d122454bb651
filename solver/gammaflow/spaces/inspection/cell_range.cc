// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/inspection/cell_range.h>
#include <gammaflow/spaces/inspection/cell_values.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
double largest_fall_in_a_cell(const Space &space, const Vector &u)
{
  const auto nodes = std::size_t(std::lround(std::pow(space.degree() + 1, space.dim())));
  double largest = 1;
  for_each_cell(space, u, [&](const CellValues &cell) {
    const auto range = std::minmax_element(cell.values, cell.values + nodes);
    largest = std::max(largest, *range.second / *range.first);
  });
  return space.maximum(largest);
}

}  // namespace gammaflow
