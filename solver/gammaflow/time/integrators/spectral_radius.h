// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/time/integrators/one_step_method.h>

namespace gammaflow
{
/// An estimate of the spectral radius of a Jacobian.
struct SpectralRadius {
  double radius = 0;
  unsigned evaluations = 0;  ///< that it took
};

/// Of the derivative of the rate at x, where it is `rate`: power iteration by differences, from the given
/// `direction`, which is replaced by the one found, to one percent; the result is enlarged by a fifth.
SpectralRadius spectral_radius(const EvolutionProblem &problem, double t, const AugmentedState &x,
                               const Vector &rate, Vector &direction);

}  // namespace gammaflow
