#pragma once

#include <gammaflow/core/types.h>
#include <gammaflow/discretization/space.h>

#include <functional>

namespace gammaflow
{
/// What an iterative solve did.
struct LinearSolve {
  unsigned iterations = 0;
  double residual = 0;  ///< norm that was reached
  bool converged = false;
};

/// GMRES (Saad and Schultz, SIAM J. Sci. Stat. Comput. 7, 1986) with right preconditioning, in the pairing of
/// the space: the residual that it minimizes is the L2 norm of the residual as a function, on every mesh.
/// Solves A x = b for x from x = 0; `precondition` sets out = P^-1 in. Restarted every `restart` iterations.
LinearSolve gmres(const Space &space, const std::function<void(const Vector &in, Vector &out)> &apply,
                  const std::function<void(const Vector &in, Vector &out)> &precondition, const Vector &b,
                  Vector &x, double tolerance, unsigned max_iterations, unsigned restart = 60);

}  // namespace gammaflow
