// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/kernel/ridge_method.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace gammaflow
{
namespace
{
/// (rho + lambda A) f = rho xi, A = (1 + l^2 L)^s >= 1: an elliptic problem, its matrix never formed.
///
/// Scaled with D = M (rho + lambda), the unknown is D^1/2 f and the Euclidean norm of the residual is
///   |r / (rho + lambda)^1/2|_{L2} >= |e|_B >= |e|_{L2(rho)},  B = rho + lambda A >= rho + lambda,
/// e the error: the residual bounds what is wanted. On rough residuals (the round-off of A for s > 1 is one)
/// this is pessimistic; a second bound, <r, B^-1 r> <= <r, Kf r>/lambda, is tried where the first one fails.
class RidgeElliptic final : public RidgeMethod
{
 public:
  explicit RidgeElliptic(const RidgeSetting &setting)
      : RidgeMethod(setting), inverse_(*kernel().differential_inverse()), diagonal_(space().zero())
  {
    if (inverse_.smoothness == 1) {
      space().laplacian().laplacian_diagonal(diagonal_);
      for (double &d : diagonal_) d = 1 + inverse_.length * inverse_.length * d;
    } else
      space().laplacian().prepare(inverse_)->diagonal(diagonal_);
    const double largest =
        std::pow(1 + inverse_.length * inverse_.length * space().laplacian().largest_eigenvalue(),
                 inverse_.smoothness);
    overshoot_ = std::max(1., largest / space().maximum(diagonal_));
  }

  std::string name() const override { return "elliptic problem by conjugate gradients with the diagonal"; }

  /// Condition of the scaled matrix: with b = diag B >= rho + lambda, the eigenvalues of b^-1 B lie between
  /// min (rho + lambda)/b and largest eigenvalue of A / largest diagonal entry of A.
  double cost(const Vector &rho) const override
  {
    double condition = 1;
    for (std::size_t i = 0; i < size(rho); ++i)
      condition =
          std::max(condition, (data(rho)[i] + lambda() * data(diagonal_)[i]) / (data(rho)[i] + lambda()));
    condition = space().maximum(condition);
    const double operations = 2. * space().dim() * (space().degree() + 2) * inverse_.smoothness + 16;
    return expected_iterations(overshoot_ * condition) * 5e-10 * operations *
           double(space().n_global_nodes());
  }

  RidgeReport solve(const Vector &rho, const Vector &xi, double norm, Vector &f) const override
  {
    const double *w = data(space().weights()), *r = data(rho);
    const std::size_t n = size(rho);
    // s = D^-1/2; D^-1/2 M rho D^-1/2 = rho/(rho + lambda); q = lambda M D^-1/2
    Vector s = space().zero(), mass = s, q = s, jacobi = s, b = s, x = s, in = s, out = s;
    for (std::size_t i = 0; i < n; ++i) {
      const double d = r[i] + lambda();
      data(s)[i] = 1 / std::sqrt(w[i] * d);
      data(mass)[i] = r[i] / d;
      data(q)[i] = lambda() * w[i] * data(s)[i];
      data(jacobi)[i] = d / (r[i] + lambda() * data(diagonal_)[i]);
      data(b)[i] = w[i] * data(s)[i] * r[i] * data(xi)[i];
    }
    const LinearMap matrix = [&](const Vector &p, Vector &y) {
      for (std::size_t i = 0; i < n; ++i) data(in)[i] = data(s)[i] * data(p)[i];
      apply_inverse_kernel(in, out);
      for (std::size_t i = 0; i < n; ++i) data(y)[i] = data(mass)[i] * data(p)[i] + data(q)[i] * data(in)[i];
    };
    const LinearMap preconditioner = [&](const Vector &p, Vector &z) {
      for (std::size_t i = 0; i < n; ++i) data(z)[i] = data(jacobi)[i] * data(p)[i];
    };

    // The regression for a kernel of zero bandwidth, rho xi/(rho + lambda), is close where lambda is small.
    for (std::size_t i = 0; i < n; ++i) data(x)[i] = data(mass)[i] * data(xi)[i] / data(s)[i];
    matrix(x, f);
    f.sadd(-1, 1, b);
    if (!(f.l2_norm() < b.l2_norm())) x = 0.;

    SolverReport solved =
        conjugate_gradients(matrix, preconditioner, x, b, tolerance() * norm, max_iterations());
    RidgeReport report{solved.iterations, solved.residual / norm};
    if (!solved.converged) {
      matrix(x, f);
      for (std::size_t i = 0; i < n; ++i)
        data(f)[i] =
            (data(b)[i] - data(f)[i]) / (w[i] * data(s)[i]);  // the residual of the unscaled equation
      kernel().apply(f, out);
      report.error = std::min(report.error, std::sqrt(std::abs(space().inner(f, out)) / lambda()) / norm);
    }
    for (std::size_t i = 0; i < n; ++i) data(f)[i] = data(s)[i] * data(x)[i];
    return report;
  }

 private:
  /// x = (1 + l^2 L)^s x; y is work space.
  void apply_inverse_kernel(Vector &x, Vector &y) const
  {
    const double square = inverse_.length * inverse_.length;
    for (int power = 0; power < inverse_.smoothness; ++power) {
      space().laplacian().laplacian(x, y);
      x.add(square, y);
    }
  }

  SpectralFunction inverse_;
  Vector diagonal_;       ///< of (1 + l^2 L)^s
  double overshoot_ = 1;  ///< largest eigenvalue / largest diagonal entry
};
}  // namespace

std::unique_ptr<RidgeMethod> make_ridge_elliptic(const RidgeSetting &setting)
{
  if (setting.kernel->differential_inverse() == nullptr) return nullptr;
  return std::make_unique<RidgeElliptic>(setting);
}

}  // namespace gammaflow
