// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>

#include <vector>

namespace gammaflow
{
/// theta = factor rho^exponent.
struct PowerMobility {
  double exponent = 0, factor = 0;
  double residual = 1;  ///< of the rates, in parts of them
};

/// theta as a cubic B-spline of the density.
struct SplineMobility {
  std::vector<double> density, theta;  ///< at equally spaced densities between the smallest and the largest
  double residual = 1;
};

/// A mobility theta(rho) with which -div(theta(rho) grad xi), or theta(rho) xi for growth, is closest to the
/// rates that a flow has at its states under its forces: least squares, each rate divided by its norm, in
/// H^-1 for transport (where a rate is as large as its flux) and in L2 for growth.
class MobilityFit
{
 public:
  explicit MobilityFit(bool transport) : transport_(transport) {}
  /// The state u under the force xi has the rate v.
  void add(const std::shared_ptr<const Space> &space, const Vector &u, const Vector &xi, const Vector &v);
  bool empty() const { return samples_.empty(); }

  /// Exponents between -1 and 4.
  PowerMobility power() const;
  /// With so many B-splines.
  SplineMobility splines(unsigned functions = 8) const;

 private:
  struct Sample {
    std::shared_ptr<const Space> space;
    Vector u, xi, v, dual;  ///< dual: the Riesz image of v
    double square;          ///< <v, dual>
  };
  Vector rate(const Sample &sample, const Vector &theta) const;
  Vector riesz(const Space &space, const Vector &v) const;

  const bool transport_;
  std::vector<Sample> samples_;
};

}  // namespace gammaflow
