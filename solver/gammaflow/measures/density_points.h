// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/measures/point_measure.h>
#include <gammaflow/spaces/space.h>

#include <memory>
#include <vector>

namespace gammaflow
{
/// A density on a space as points: its nodes with the masses w_i u_i, scaled to mass one; nodes without mass
/// are left out. NumericalFailure for a negative value or no mass at all.
PointMeasure points_of_density(const Space &space, const Vector &u);

/// The same at the nodes of another degree on the same cells (Space::between_nodes()): the difference to
/// points_of_density() estimates the error of both. Positive densities are interpolated by their logarithm;
/// of others negative values between the nodes are set to 0.
PointMeasure points_between_nodes(const Space &space, const Vector &u);

/// Random points of a density: in 1D from its quantiles, elsewhere by rejection on the small cells between
/// its nodes; on boxes of the density's polynomials, on other meshes of the function that is multilinear
/// between nodes. NumericalFailure where it has no mass.
class DensitySampler
{
 public:
  DensitySampler(std::shared_ptr<const Space> space, const Vector &u);
  ~DensitySampler();
  /// n independent points; the same for the same seed.
  PointMeasure draw(std::size_t n, unsigned long seed) const;

 private:
  class Cells;
  class Line;
  std::unique_ptr<const Cells> cells_;
  std::unique_ptr<const Line> line_;
};

}  // namespace gammaflow
