// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/densities/roughness.h>
#include <gammaflow/formula/enclosure.h>
#include <gammaflow/spaces/inspection/cell_boxes.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace gammaflow
{
namespace
{
/// What an enclosure says of a box.
struct Known {
  bool smooth = true;
  double width = 0;  ///< of the values
};

Known known(const SpatialFormula &f, const CellBox &box, unsigned dim)
{
  std::array<Interval, 4> v;
  for (unsigned d = 0; d < 3; ++d) v[d] = Interval(box.lower[d], box.upper[d]);
  v[3] = Interval(f.times.front());
  Known result;
  for (unsigned d = 0; d < dim; ++d) {
    const IntervalTaylor series = enclosure(f.formula, v.data(), d, 2);
    for (const Interval &c : {series[1], series[2]})
      result.smooth = result.smooth && std::isfinite(c.lower()) && std::isfinite(c.upper());
    result.width = series.value().upper() - series.value().lower();
  }
  return result;
}

double in_cell(const SpatialFormula &f, const CellBox &cell, unsigned dim)
{
  CellBox box = cell;
  Known here = known(f, box, dim);
  if (here.smooth) return 0;
  const double first = here.width;
  for (unsigned round = 0; round < 24; ++round)
    for (unsigned d = 0; d < dim; ++d) {
      CellBox halves[] = {box, box};
      halves[0].upper[d] = halves[1].lower[d] = (box.lower[d] + box.upper[d]) / 2;
      const Known of[] = {known(f, halves[0], dim), known(f, halves[1], dim)};
      if (of[0].smooth && of[1].smooth) return 0;
      const unsigned next = of[0].smooth ? 1 : of[1].smooth ? 0 : of[1].width > of[0].width ? 1 : 0;
      box = halves[next];
      here = of[next];
    }
  return here.width > 0.03 * first ? 0.5 : 0.25;  // a fourth root falls to 1/64
}
}  // namespace

double contraction_by_roughness(const SpatialFormula &f, const Space &space)
{
  double result = 0;
  for (const CellBox &cell : cell_boxes(space)) {
    result = std::max(result, in_cell(f, cell, space.dim()));
    if (result == 0.5) break;
  }
  return space.maximum(result);
}

}  // namespace gammaflow
