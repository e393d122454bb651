// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>

namespace gammaflow
{
/// Barenblatt's solution of rho_t = lap rho^m, m > 1, with unit mass (Vazquez, The Porous Medium Equation,
/// 2007, chapter 4):
///   B(x, t) = t^-a (C - k |x|^2 t^-2b)_+^(1/(m-1)),  a = d/(d(m-1)+2), b = a/d, k = b (m-1)/(2m),
/// which is the Wasserstein gradient flow of int rho^m/(m-1).
class BarenblattProfile
{
 public:
  /// Requires m > 1; in the functions t > 0.
  BarenblattProfile(unsigned dim, double m);
  /// B(difference, t), with |x|^2 of the first dim coordinates (the others are 0).
  double value(const Point &difference, double t) const;
  /// dB/dt(difference, t); 0 outside of the support.
  double time_derivative(const Point &difference, double t) const;
  /// The support at time t is the ball of this radius.
  double radius(double t) const;

 private:
  double m_, a_, b_, k_, C_;
};

}  // namespace gammaflow
