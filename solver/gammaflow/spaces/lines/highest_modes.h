// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <Eigen/Core>

namespace gammaflow
{
/// The highest Legendre modes of polynomials of one degree on a line of nodes. A function A f(x / l) has on a
/// line of length h the coefficients a_n ~ A (h / l)^n.
class HighestModes
{
 public:
  explicit HighestModes(unsigned degree);
  /// The largest |a_p| and |a_(p-1)| so far, with those of the values at the Gauss-Lobatto points of a line.
  void include(const Eigen::VectorXd &values, Eigen::Vector2d &largest) const
  {
    largest = largest.cwiseMax((coefficients_ * values).cwiseAbs());
  }
  /// h / l = (|a_n| / A)^(1/n), the larger one of n = p and n = p - 1 (a coefficient may vanish by symmetry).
  double relative_length(const Eigen::Vector2d &largest, double amplitude) const;

 private:
  const unsigned degree_;
  Eigen::MatrixXd coefficients_;  ///< a_p and a_(p-1) from the values: 2 x (p + 1)
};

}  // namespace gammaflow
