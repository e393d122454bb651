// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cmath>
#include <functional>
#include <optional>

namespace gammaflow
{
/// What Newton's methods for stage equations share: how exactly a linear system is to be solved, how far its
/// solution is followed, and when to stop. Sizes of corrections are the largest change that they make,
/// relatively.
class NewtonControl
{
 public:
  static constexpr unsigned most_corrections = 25;

  /// tolerance: of the solution.
  explicit NewtonControl(double tolerance) : tolerance_(tolerance) {}

  /// The reduction of the residual that the next linear system is worth: Eisenstat and Walker's second choice
  /// (SIAM J. Sci. Comput. 17, 1996), with the exponent (1 + sqrt 5)/2, as long as nothing less than `enough`
  /// will do.
  double forcing_term(double residual_norm, double enough);

  /// The fraction of a correction of this size, the first of `longest`, longest/2, ... for which
  /// `residual_norm = norm_after(fraction)` is finite and, unless the correction is small (then the full step
  /// is Newton's), has decreased; 0 where there is none above 1e-3.
  template <class NormAfter>
  double damping(double size, double longest, const NormAfter &norm_after) const
  {
    for (double fraction = longest; fraction >= 1e-3; fraction /= 2) {
      const double norm = norm_after(fraction);
      if (std::isfinite(norm) && (size < 0.1 || norm <= (1 - 0.1 * fraction) * norm_)) return fraction;
    }
    return 0;
  }

  /// After a fraction of a correction of this size. What is left after all of it: the error of the linear
  /// solve, and what contracts at the rate seen (or quadratically); where nothing contracts any more, ten
  /// tolerances, or what `round_off` says, are good enough. Whether the iteration has converged or never
  /// will; nothing: go on.
  std::optional<bool> verdict(double size, double fraction, const std::function<double()> &round_off);

 private:
  const double tolerance_;
  unsigned corrections_ = 0;
  double norm_ = 0;          ///< of the residual before the correction
  double forcing_term_ = 0;  ///< of its linear system
  double size_ = 0;          ///< of the correction before
};

}  // namespace gammaflow
