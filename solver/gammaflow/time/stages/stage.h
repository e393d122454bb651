// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/time/stages/state_size.h>

#include <memory>

namespace gammaflow
{
/// The equation of one stage of an implicit method: the state U with
///   v = -K(U) DF(U) + s(t),   U = base + h v               (signed fields),
///                             U = exp(base + h zeta), v = U zeta   (densities).
/// The kinds differ in what they need of the geometry, and in the linear systems of Newton's method. A stage
/// is made when the first equation is to be solved: explicit flows have none.
class Stage
{
 public:
  /// tolerance: of the solution, relative to the size of the state; iterations: of a linear solver, at most.
  Stage(const Flow &flow, double tolerance, unsigned iterations)
      : flow_(flow),
        size_(flow),
        tolerance_(tolerance),
        max_iterations_(iterations),
        state_(flow.space().zero()),
        variation_(state_)
  {
  }
  Stage(const Stage &) = delete;
  Stage &operator=(const Stage &) = delete;
  virtual ~Stage() = default;

  /// dy: the guess, then v or zeta. False where the iteration does not converge.
  virtual bool solve(double time, const Vector &base, double step, Vector &dy) = 0;
  /// Forgets preconditioners and guesses: what comes next does not depend on what was before.
  virtual void forget() {}

  // Of the last solve that succeeded.
  virtual const Vector &rate() const = 0;                 ///< v; to be used while `dy` lives
  const Vector &state() const { return state_; }          ///< U
  const Vector &variation() const { return variation_; }  ///< DF(U)
  /// Linear iterations of all solves.
  unsigned iterations() const { return iterations_; }

 protected:
  const Flow &flow_;
  const StateSize size_;
  const double tolerance_;
  const unsigned max_iterations_;
  unsigned iterations_ = 0;
  double size_of_state_ = 1;
  Vector state_, variation_;
};

}  // namespace gammaflow
