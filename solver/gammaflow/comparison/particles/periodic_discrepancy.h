// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/particles/particle_distance.h>
#include <gammaflow/measures/radial_profile.h>

#include <array>
#include <memory>
#include <vector>

namespace gammaflow
{
/// (int int K(x - y) s(x) s(y))^(1/2) of s = density - particles on a box that is periodic in some
/// directions, K(z) = sum of k(|z + n|) over all whole periods n, up to where k is below 1e-16 k(0). K is
/// positive definite on the torus where k is in R^d. The density is the sum over its nodes; what that is
/// wrong by is estimated by the distance to the sum over nodes of another degree. All pairs: O(n^2), n at
/// most 20000.
class PeriodicDiscrepancy
{
 public:
  /// InputError where k reaches over more than five periods, or there are too many nodes.
  PeriodicDiscrepancy(const ParticleDistance::Context &context, std::shared_ptr<const RadialProfile> k);
  /// InputError for too many particles.
  ParticleDistance::Value to(const PointMeasure &particles) const;
  /// K(0).
  double at_zero() const;

 private:
  double between(const PointMeasure &a, const PointMeasure &b) const;
  double kernel(Point z) const;

  std::shared_ptr<const RadialProfile> k_;
  unsigned dim_;
  std::array<double, 3> period_{};  ///< 0: not periodic
  double reach_;
  std::vector<Point> shifts_;
  PointMeasure density_;
  double of_density_, of_quadrature_;
};

}  // namespace gammaflow
