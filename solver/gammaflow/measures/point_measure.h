// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>

#include <cstddef>
#include <string>
#include <vector>

namespace gammaflow
{
/// A sum of point masses, sum_i w_i delta_{x_i} in R^dim: particles. The coordinates are kept direction by
/// direction, each as one array of size() numbers, so that loops over particles are loops over arrays.
class PointMeasure
{
 public:
  /// `coordinates`: dim arrays of n numbers, one after the other. `weights`: n numbers, or none for equal
  /// ones, 1/n each. `name` stands before what is wrong. InputError where there are no points or the sizes do
  /// not agree; where a coordinate is not finite; where a weight is not finite or negative; where the mass is
  /// zero, or not finite.
  PointMeasure(unsigned dim, std::vector<double> coordinates, std::vector<double> weights = {},
               const std::string &name = "particles");

  unsigned dim() const { return dim_; }
  std::size_t size() const { return size_; }
  double mass() const { return mass_; }
  /// Whether all weights are the same number.
  bool uniform() const { return uniform_; }

  /// All coordinates: entry direction * size() + i is that of particle i.
  const std::vector<double> &coordinates() const { return coordinates_; }
  /// The array of one coordinate of all particles.
  const double *coordinate(unsigned direction) const { return coordinates_.data() + direction * size_; }
  const std::vector<double> &weights() const { return weights_; }
  double weight(std::size_t i) const { return weights_[i]; }
  /// Particle i; coordinates beyond the dimension are zero.
  Point point(std::size_t i) const;

 private:
  unsigned dim_;
  std::size_t size_;
  std::vector<double> coordinates_, weights_;
  double mass_ = 0;
  bool uniform_ = true;
};

/// The same points with the weights divided by the mass.
PointMeasure normalized(const PointMeasure &measure);
/// The particles i of `which`, with their weights, in this order.
PointMeasure part_of(const PointMeasure &measure, const std::vector<std::size_t> &which);
/// The projection on a direction: sum_i w_i delta_{<direction, x_i>}, on a line.
PointMeasure projection(const PointMeasure &measure, const Point &direction);
/// (sum_i w_i)^2 / sum_i w_i^2: how many particles of equal weights average as well; n for equal weights.
double effective_size(const PointMeasure &measure);

}  // namespace gammaflow
