// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/counter_random.h>
#include <gammaflow/densities/pointwise_density.h>

#include <memory>
#include <string>
#include <vector>

namespace gammaflow
{
/// Independent draws from a density on a box, by rejection in each cell of the mesh: exact as long as the
/// density in a cell is at most 1.3 times its largest value at the vertices and midpoints of the cell and at
/// the next such points around it. A draw where that is violated, and a million rejections, are a
/// NumericalFailure.
class Sampler
{
 public:
  /// InputError where the density is negative or not finite at such a point, or zero at all of them.
  Sampler(const Parameters &parameters, const std::string &section, const Space &space);

  Point draw(CounterRandom &random) const;

 private:
  std::string section_;
  PointwiseDensity density_;
  unsigned dim_;
  std::array<std::vector<double>, 3> vertices_;
  std::vector<double> bound_, cumulative_;  ///< of each cell: of the density, and of its integral
};

}  // namespace gammaflow
