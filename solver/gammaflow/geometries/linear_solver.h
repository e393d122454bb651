// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/parameters/parameters.h>

#include <functional>
#include <string>

namespace gammaflow
{
/// Section `solver`: the tolerance of the linear systems of kernel geometries.
struct SolverOptions {
  double tolerance = 1e-10;    ///< relative; each solver says which error it bounds
  unsigned iterations = 2000;  ///< of one solve

  SolverOptions() = default;
  /// `auto`: a hundredth of the tolerance of time integration (solver_tolerance()).
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
/// recurrence of the residual drifts from the residual itself, so that b - A x is computed at the end, and
/// the iteration started again from x (at most three times) where it is too large. An empty preconditioner is
/// the identity. Throws nothing where it fails: ask `converged`.
SolverReport conjugate_gradients(const LinearMap &matrix, const LinearMap &preconditioner, Vector &x,
                                 const Vector &b, double tolerance, unsigned iterations);

/// Throws the NumericalFailure of a linear solve for `what` whose relative error `reached` is above
/// `tolerance`.
[[noreturn]] void fail(const std::string &what, const SolverReport &report, double reached, double tolerance);

}  // namespace gammaflow
