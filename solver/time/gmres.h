#pragma once

#include <gammaflow/core/types.h>

#include <functional>

namespace gammaflow
{
/// What an iterative solve did.
struct LinearSolve {
  unsigned iterations = 0;
  double residual = 0;  ///< norm that was reached
  bool converged = false;
};

using InnerProduct = std::function<double(const Vector &, const Vector &)>;
/// out = A in
using LinearMap = std::function<void(const Vector &in, Vector &out)>;

/// Flexible GMRES (Saad, SIAM J. Sci. Comput. 14, 1993), so that `precondition`, P^-1 on the right, may
/// itself be iterative; in any inner product: with the pairing of the space, what it minimizes is the L2 norm
/// of the residual as a function, on every mesh. Solves A x = b for x from x = 0. Restarted every `restart`
/// iterations.
LinearSolve gmres(const InnerProduct &inner, const LinearMap &apply, const LinearMap &precondition,
                  const Vector &b, Vector &x, double tolerance, unsigned max_iterations,
                  unsigned restart = 60);

}  // namespace gammaflow
