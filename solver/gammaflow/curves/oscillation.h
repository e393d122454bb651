// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/curves/curve.h>

namespace gammaflow
{
/// The topology in which waves 1 + a cos((x - lower)/delta) of section `oscillation` tend to 1, and the
/// exponents in the sweep parameter of a, a^2, a delta and (a/delta)^2.
Topology topology_of_waves(const Parameters &parameters);
std::vector<double> exponents_of_waves(const Parameters &parameters);

/// Waves along the first direction at a value of the sweep parameter.
struct Waves {
  double amplitude = 0;  ///< 0: the limit curve
  double number = 1;     ///< half waves between the walls, whole: even where periodic
  double length = 1;     ///< delta
  /// UnresolvedCurve where a half wave has fewer than four nodes.
  explicit Waves(const Curve::Context &context);
  /// UnresolvedCurve where the shortest half wave, `compression` times shorter than the average, has fewer
  /// than four nodes.
  void check_resolved(const Space &space, double compression) const;
};
/// The curve that carries the waves: `oscillation/base`. InputError where it has such waves itself.
std::unique_ptr<Curve> base_of_waves(const Curve::Context &context);

}  // namespace gammaflow
