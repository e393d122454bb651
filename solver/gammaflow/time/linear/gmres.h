// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/time/linear/inner_product.h>

#include <deque>
#include <functional>
#include <vector>

namespace gammaflow
{
/// The result of an iterative solve.
struct LinearSolve {
  unsigned iterations = 0;
  double residual = 0;     ///< norm that was reached
  double contraction = 1;  ///< of the residual in one iteration, on average
  bool converged = false;
};

/// out = A in
using LinearMap = std::function<void(const Vector &in, Vector &out)>;

/// Vectors that one solve leaves to the next: taking memory anew costs as much as filling it three times.
struct GmresVectors {
  std::deque<Vector> basis;
  std::vector<Vector> directions;
  Vector image;
};

/// Flexible GMRES (Saad, SIAM J. Sci. Comput. 14, 1993), so that `precondition`, P^-1 on the right, may
/// itself be iterative; in any inner product: with the pairing of the space, what it minimizes is the L2 norm
/// of the residual as a function, on every mesh. Solves A x = b from x = 0 until |b - A x| <= tolerance
/// (absolute, in the norm of `inner`) or max_iterations; `norm` = |b|. Restarted every `restart` iterations.
///
/// Orthogonal by Gram and Schmidt's classical method, whose products are one way through memory and one sum
/// over processes, and once more where too much would be lost (Daniel, Gragg, Kaufman, Stewart, Math. Comp.
/// 30, 1976). A D = Q H holds however orthogonal Q is; the norm of the residual, taken from H, is that of b -
/// A x but for Q^T Q - 1, whose growth is estimated and kept to some 1e-7.
LinearSolve gmres(const InnerProduct &inner, const LinearMap &apply, const LinearMap &precondition,
                  const Vector &b, double norm, Vector &x, double tolerance, unsigned max_iterations,
                  GmresVectors &vectors, unsigned restart = 60);
LinearSolve gmres(const InnerProduct &inner, const LinearMap &apply, const LinearMap &precondition,
                  const Vector &b, Vector &x, double tolerance, unsigned max_iterations,
                  unsigned restart = 60);

}  // namespace gammaflow
