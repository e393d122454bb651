// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/measures/radial_profile.h>

#include <array>

namespace gammaflow
{
/// The smooth part of f(r): beyond a radius R it is f; within, the Taylor polynomial about R^2 of f as a
/// function of r^2, of degree 8. The derivatives come from a Chebyshev interpolation of f on r^2 in R^2 (1 -+
/// 0.6), where f has to be smooth.
class SmoothPart
{
 public:
  SmoothPart(const RadialProfile &f, double radius);

  double operator()(double r) const { return r < radius_ ? polynomial(r) : f_(r); }
  /// f minus the smooth part, for r < R.
  double rest(double r) const { return f_.function()(r) - polynomial(r); }

 private:
  double polynomial(double r) const;

  const RadialProfile &f_;
  double radius_;
  std::array<double, 9> coefficient_;
};

}  // namespace gammaflow
