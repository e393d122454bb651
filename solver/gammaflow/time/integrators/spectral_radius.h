// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/time/integrators/one_step_method.h>

namespace gammaflow
{
/// The spectral radius of a Jacobian, about.
struct SpectralRadius {
  double radius = 0;
  unsigned evaluations = 0;  ///< that it took
};

/// Of the derivative of the rate at x, whose rate is given: power iteration by differences along `direction`,
/// from the one given to the one found, to one percent; with a fifth to spare.
SpectralRadius spectral_radius(const EvolutionProblem &problem, double t, const AugmentedState &x,
                               const Vector &rate, Vector &direction);

}  // namespace gammaflow
