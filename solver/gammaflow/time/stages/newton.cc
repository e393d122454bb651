// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/time/stages/newton.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
double NewtonControl::forcing_term(const double residual_norm, const double enough)
{
  const double seen = norm_ > 0 ? std::clamp(std::pow(residual_norm / norm_, 1.618), 1e-6, 1e-2) : 1e-3;
  norm_ = residual_norm;
  return forcing_term_ = std::max(seen, std::min(0.1, enough));
}

std::optional<bool> NewtonControl::verdict(const double size, const double fraction,
                                           const std::function<double()> &round_off)
{
  const unsigned before = corrections_++;
  const double rate = before > 0 ? size / size_ : std::min(size, 0.5);
  size_ = size;
  if (fraction < 1) return {};
  const double left = size * std::max(forcing_term_, rate < 1 ? rate / (1 - rate) : 1.);
  if (size <= tolerance_ || left <= 0.3 * tolerance_) return true;
  // No progress any more: round-off, or no convergence.
  if (before > 1 && rate > 0.5) {
    if (size <= std::max(10 * tolerance_, round_off())) return true;
    if (before > 3 && rate > 0.9) return false;
  }
  return {};
}

}  // namespace gammaflow
