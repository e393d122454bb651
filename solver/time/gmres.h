#pragma once

#include <gammaflow/core/types.h>

#include <functional>
#include <utility>
#include <vector>

namespace gammaflow
{
/// What an iterative solve did.
struct LinearSolve {
  unsigned iterations = 0;
  double residual = 0;  ///< norm that was reached
  bool converged = false;
};

/// An inner product, and with it the step of Gram and Schmidt: v -= h q, returns <v, next>, which reads v
/// once where both are done together.
struct InnerProduct {
  using Pair = std::function<double(const Vector &, const Vector &)>;
  using Subtract = std::function<double(double h, const Vector &q, Vector &v, const Vector &next)>;

  template <class Function>
  InnerProduct(const Function &given)
      : of(given), subtract([given](double h, const Vector &q, Vector &v, const Vector &next) {
          v.add(-h, q);
          return given(v, next);
        })
  {
  }
  InnerProduct(Pair pair, Subtract both) : of(std::move(pair)), subtract(std::move(both)) {}

  Pair of;
  Subtract subtract;
};
/// out = A in
using LinearMap = std::function<void(const Vector &in, Vector &out)>;

/// Vectors that one solve leaves to the next: taking memory anew costs as much as filling it three times.
struct GmresVectors {
  std::vector<Vector> basis, directions;
  Vector image;
};

/// Flexible GMRES (Saad, SIAM J. Sci. Comput. 14, 1993), so that `precondition`, P^-1 on the right, may
/// itself be iterative; in any inner product: with the pairing of the space, what it minimizes is the L2 norm
/// of the residual as a function, on every mesh. Solves A x = b for x from x = 0; `norm` is that of b.
/// Restarted every `restart` iterations.
LinearSolve gmres(const InnerProduct &inner, const LinearMap &apply, const LinearMap &precondition,
                  const Vector &b, double norm, Vector &x, double tolerance, unsigned max_iterations,
                  GmresVectors &vectors, unsigned restart = 60);
LinearSolve gmres(const InnerProduct &inner, const LinearMap &apply, const LinearMap &precondition,
                  const Vector &b, Vector &x, double tolerance, unsigned max_iterations,
                  unsigned restart = 60);

}  // namespace gammaflow
