// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/curves/curve.h>

#include <cmath>

namespace gammaflow
{
/// A straight line in a function of the density, state by state: of the power q (0: the logarithm),
///   w = ((1 - s) a^q + s b^q)^(1/q),  s = t/T;   q = 1: linear, q = 1/2: the Fisher-Rao geodesic.
/// Where the flows keep the mass, w is scaled to the mass of a.
class TransformedLine final : public Curve
{
 public:
  /// From a = probes/from to b = probes/to. InputError for signed fields, unless power = 1.
  TransformedLine(const Context &context, double power);
  Vector state(double t) const override { return both(t).first; }
  Vector rate(double t) const override { return both(t).second; }

 private:
  std::pair<Vector, Vector> both(double t) const;

  const Space &space_;
  const CurveEnds ends_;
  const double end_, power_, mass_;  ///< mass: 0 where it is not kept
};

}  // namespace gammaflow
