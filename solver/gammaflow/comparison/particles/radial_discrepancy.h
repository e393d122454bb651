// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/particles/particle_distance.h>
#include <gammaflow/measures/radial_sums.h>

#include <memory>

namespace gammaflow
{
/// (int int f(|x - y|) s(x) s(y))^(1/2) of s = density - particles, for a function f that is positive
/// definite on measures without mass. The density is the sum over its nodes, on boxes of equal cells in 2D
/// and 3D over those of shorter cells where there are more than 2000 particles. The error of this sum is
/// estimated by the distance to the sum over half as many in each direction, or over nodes of another degree
/// (triangle inequality). On boxes that are periodic in some directions f is summed up over all whole
/// periods.
class RadialDiscrepancy
{
 public:
  RadialDiscrepancy(const ParticleDistance::Context &context, std::shared_ptr<const RadialProfile> f);
  ParticleDistance::Value to(const PointMeasure &particles) const;
  /// f at 0, with the periods.
  double at_zero() const { return sums_.at_zero(); }

 private:
  RadialSums::Sum square(const PointMeasure &other) const;

  PointMeasure density_;
  RadialSums sums_;
  double of_quadrature_;
};

}  // namespace gammaflow
