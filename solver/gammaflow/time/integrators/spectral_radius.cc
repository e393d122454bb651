// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/time/integrators/spectral_radius.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
SpectralRadius spectral_radius(const EvolutionProblem &problem, const double t, const AugmentedState &x,
                               const Vector &rate, Vector &direction)
{
  const double length = 1e-6 * std::max(1e-3, x.y.l2_norm());
  AugmentedState moved = x, moved_rate = x;
  SpectralRadius result;
  for (unsigned i = 0; i < 50; ++i) {
    const double norm = direction.l2_norm();
    if (!(norm > 0)) break;
    moved.y = x.y;
    moved.y.add(length / norm, direction);
    evaluate_rate(problem, t, moved, moved_rate);
    ++result.evaluations;
    direction = moved_rate.y;
    direction -= rate;
    const double found = direction.l2_norm() / length, change = std::abs(found - result.radius);
    result.radius = found;
    if (i > 1 && change < 0.01 * result.radius) break;
  }
  result.radius *= 1.2;
  return result;
}

}  // namespace gammaflow
