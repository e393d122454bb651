// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>

#include <array>
#include <string>
#include <vector>

namespace gammaflow
{
/// The normal density N(mean, C) on R^dim, of unit mass:
///   exp(-1/2 |W (x - mean)|^2) / ((2 pi)^(dim/2) det(C)^(1/2)),  W = inverse of the Cholesky factor of C.
class Normal
{
 public:
  /// Independent directions with the given standard deviations.
  Normal(unsigned dim, const Point &mean, const Point &deviation);
  /// A full covariance, dim rows; std::domain_error if it is not symmetric positive definite.
  Normal(unsigned dim, const Point &mean, const std::vector<std::vector<double>> &covariance);

  double value(const Point &x) const;
  /// The density as an expression in the given names of the coordinates.
  std::string formula(const std::array<std::string, 3> &x = {"x", "y", "z"}) const;

 private:
  unsigned dim_;
  Point mean_;
  std::array<Point, 3> whitening_{};  ///< W, lower triangular
  double normalization_ = 1;
};

}  // namespace gammaflow
