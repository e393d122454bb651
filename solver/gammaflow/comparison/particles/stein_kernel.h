// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/kernels/kernel.h>
#include <gammaflow/measures/point_measure.h>
#include <gammaflow/measures/radial_profile.h>

#include <functional>
#include <memory>
#include <vector>

namespace gammaflow
{
/// The Stein kernel of a base kernel k(|x - y|) and a target with the score s = grad log pi, at x - y = z,
///   k_pi(x, y) = k s(x).s(y) + slope(|z|) z.(s(x) - s(y)) + t(|z|),
///   slope(r) = -k'(r)/r,   t(r) = dim slope(r) + r slope'(r) = div_x div_y of k
/// (Liu, Lee, Jordan 2016; Chwialkowski, Strathmann, Gretton 2016). slope' by differences: nine digits.
class SteinKernel
{
 public:
  /// InputError where the kernel has a kink at r = 0. `reach`: distances up to there are tabulated.
  SteinKernel(const std::shared_ptr<const RadialKernel> &kernel, unsigned dim, double reach);

  /// Sums over the pairs of a measure of mass one, whose weights are w.
  struct Sums {
    double all = 0;              ///< sum_ij w_i w_j k_pi(x_i, x_j)
    double diagonal = 0;         ///< sum_i w_i^2 k_pi(x_i, x_i)
    double weights_squared = 0;  ///< sum_i w_i^2
    std::vector<double> rows;    ///< sum_j w_j k_pi(x_i, x_j), j other than i
    double squares = 0;          ///< sum_ij w_i w_j k_pi(x_i, x_j)^2, i other than j
  };
  /// O(n^2). `score`: s at the points, dim arrays of n numbers, one after the other.
  Sums sums(const PointMeasure &points, const std::vector<double> &score) const;

 private:
  unsigned dim_;
  RadialProfile value_, slope_, trace_;
};

}  // namespace gammaflow
