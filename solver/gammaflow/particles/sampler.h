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
/// density is nowhere above 1.3 times the largest of what it is at 3^dim points of the cell and at those of
/// its neighbours; a draw that shows otherwise is a NumericalFailure. Points outside of the box are never
/// drawn.
class Sampler
{
 public:
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
