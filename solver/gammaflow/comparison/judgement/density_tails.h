// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/resolved_points.h>

#include <vector>

namespace gammaflow
{
/// The error of regularization by a ridge y where the density rho falls off like a Gaussian in 1 to 3
/// dimensions, down to `floor` times its largest value. Its order in y is 1 for y < floor; above, over
/// decades, it looks like a power between 1/2 and 3/4.
class DensityTails
{
 public:
  enum class Kind {
    root,  ///< (mean of (y/(rho + y))^2 rho)^1/2: distances like Hellinger's
    mean   ///< mean of y/(rho + y)
  };
  DensityTails(Kind kind, int dimension, double floor);

  /// The logarithm of that error at y = exp(log_y), up to a constant.
  double log_missed(double log_y) const;

 private:
  std::vector<double> table_;
};

/// Tails between those that are tried differ from these by at most this, in the logarithm.
constexpr double tail_tolerance = 0.005;

/// The smallest possible value of the largest |log d_i - power log_missed(log e_i - log scale) - C| over
/// bars, of any tails with floors from 1e-4 to 1e-2 at any scale, or of the first for which it is at most 1.
/// Bars are `tolerance` at least.
double residual_of_tails(const ResolvedPoints &points, double power, double tolerance = tail_tolerance);

}  // namespace gammaflow
