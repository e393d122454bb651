// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/kernel/ridge_method.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
/// The minimizer is f = Kf w, w = rho (xi - f)/lambda. With w = rho^1/2 y,
///   (S + lambda) y = rho^1/2 xi,   S = rho^1/2 Kf rho^1/2,   f = Kf (rho^1/2 y):
/// symmetric, nothing is divided by rho (f is smooth where the density underflows, while the unknown rho^1/2
/// f would have to be divided there). The error e of f that a residual r leaves is
///   |e|_{L2(rho)} = |S (S + lambda)^-1 r| <= |r|,    |e|_H = |S^1/2 (S + lambda)^-1 r| <= |r|/(2
///   lambda^1/2),
/// the first without any amplification for small lambda. The eigenvalues of S + lambda cluster at lambda
/// (those of a smooth kernel decay fast), so that conjugate gradients need about as many iterations as S has
/// eigenvalues above lambda, fewer than the condition number makes expect.
class RidgeSymmetric final : public RidgeMethod
{
 public:
  explicit RidgeSymmetric(const RidgeSetting &setting) : RidgeMethod(setting) {}

  std::string name() const override { return "symmetric form by conjugate gradients"; }

  double cost(const Vector &rho) const override
  {
    const double most = std::max(0., space().maximum(rho));
    return expected_iterations((most + lambda()) / lambda()) * 1e-7 * double(space().n_global_nodes());
  }

  RidgeReport solve(const Vector &rho, const Vector &xi, double norm, Vector &f) const override
  {
    const double *w = data(space().weights());
    const std::size_t n = size(rho);
    // The unknown is M^1/2 y, so that Euclidean norms are those of L2.
    Vector to = space().zero(), from = to, b = to, y = to, in = to, out = to;
    for (std::size_t i = 0; i < n; ++i) {
      data(from)[i] = std::sqrt(data(rho)[i] / w[i]);
      data(to)[i] = std::sqrt(data(rho)[i] * w[i]);
      data(b)[i] = data(to)[i] * data(xi)[i];
      // The solution for a kernel of zero bandwidth.
      data(y)[i] = data(b)[i] / (data(rho)[i] + lambda());
    }
    const LinearMap matrix = [&](const Vector &p, Vector &q) {
      for (std::size_t i = 0; i < n; ++i) data(in)[i] = data(from)[i] * data(p)[i];
      kernel().apply(in, out);
      for (std::size_t i = 0; i < n; ++i) data(q)[i] = data(to)[i] * data(out)[i] + lambda() * data(p)[i];
    };
    const SolverReport solved = conjugate_gradients(matrix, {}, y, b, tolerance() * norm, max_iterations());
    for (std::size_t i = 0; i < n; ++i) data(in)[i] = data(from)[i] * data(y)[i];
    kernel().apply(in, f);
    return {solved.iterations, solved.residual / norm};
  }
};
}  // namespace

std::unique_ptr<RidgeMethod> make_ridge_symmetric(const RidgeSetting &setting)
{
  return std::make_unique<RidgeSymmetric>(setting);
}

}  // namespace gammaflow
