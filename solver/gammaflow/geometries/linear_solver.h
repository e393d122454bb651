// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/parameters/parameters.h>

#include <functional>
#include <string>

namespace gammaflow
{
/// Section `solver`: how well the linear systems of kernel geometries are solved.
struct SolverOptions {
  double tolerance = 1e-10;    ///< relative; what it bounds is said by each solver
  unsigned iterations = 2000;  ///< of one solve

  SolverOptions() = default;
  /// `auto`: a hundredth of the tolerance of time integration.
  explicit SolverOptions(const Parameters &parameters);
};

/// y = A x
using LinearMap = std::function<void(const Vector &x, Vector &y)>;

/// How a linear solve ended.
struct SolverReport {
  unsigned iterations = 0;
  double residual = 0;  ///< |b - A x|, computed from x, not from the recurrence
  bool converged = false;
};

/// The conjugate gradient method (deal.II's SolverCG) for A x = b with A symmetric and positive definite in
/// the Euclidean product, from the given x, until |b - A x| <= tolerance (absolute, Euclidean). The
/// recurrence of the residual drifts from the residual itself, so that the latter is computed at the end, and
/// the iteration started again from x where it is too large. An empty preconditioner is the identity.
SolverReport conjugate_gradients(const LinearMap &matrix, const LinearMap &preconditioner, Vector &x,
                                 const Vector &b, double tolerance, unsigned iterations);

/// The NumericalFailure of a missed tolerance.
[[noreturn]] void fail(const std::string &what, const SolverReport &report, double reached, double tolerance);

}  // namespace gammaflow
