// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/curves/curve.h>

namespace gammaflow
{
/// What section `oscillation` says of waves 1 + a cos(.) on a curve, for the curves that have such waves.
Topology topology_of_waves(const Parameters &parameters);
std::vector<double> exponents_of_waves(const Parameters &parameters);

/// Waves along the first direction at a value of the sweep parameter.
struct Waves {
  double amplitude = 0;  ///< 0: the limit curve
  double number = 1;     ///< of half waves between the walls
  double length = 1;     ///< delta
  /// UnresolvedCurve where a half wave has fewer than four nodes.
  explicit Waves(const Curve::Context &context);
  /// The same where half waves are so many times shorter than the part of the width that they have on
  /// average.
  void check_resolved(const Space &space, double compression) const;
};
/// The curve that carries the waves: `oscillation/base`. InputError where it has such waves itself.
std::unique_ptr<Curve> base_of_waves(const Curve::Context &context);

}  // namespace gammaflow
