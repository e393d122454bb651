#include <gammaflow/time/gmres.h>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <vector>

namespace gammaflow
{
LinearSolve gmres(const InnerProduct &inner, const LinearMap &apply, const LinearMap &precondition,
                  const Vector &b, Vector &x, const double tolerance, const unsigned max_iterations,
                  const unsigned restart)
{
  LinearSolve result;
  x = 0.;
  const auto norm_of = [&](const Vector &v) { return std::sqrt(inner(v, v)); };
  Vector r = b, image = b;
  double norm = norm_of(r);
  result.residual = norm;
  std::vector<Vector> basis, directions;  // and P^-1 of it
  basis.reserve(restart + 1);
  directions.reserve(restart);
  while (norm > tolerance && result.iterations < max_iterations) {
    const unsigned m = std::min(restart, max_iterations - result.iterations);
    Eigen::MatrixXd H = Eigen::MatrixXd::Zero(m + 1, m);
    Eigen::VectorXd g = Eigen::VectorXd::Zero(m + 1), cosine(m), sine(m);
    g[0] = norm;
    if (basis.empty())
      basis.push_back(r);
    else
      basis[0] = r;
    basis[0] /= norm;
    unsigned k = 0;
    for (; k < m && std::abs(g[k]) > tolerance; ++k) {
      if (directions.size() < k + 1) directions.push_back(b);
      precondition(basis[k], directions[k]);
      apply(directions[k], image);
      ++result.iterations;
      double before = 0;
      for (unsigned i = 0; i <= k; ++i) {  // modified Gram-Schmidt
        H(i, k) = inner(image, basis[i]);
        image.add(-H(i, k), basis[i]);
        before = std::hypot(before, H(i, k));
      }
      double after = norm_of(image);
      if (after < 1e-3 * before) {  // once more where digits were lost
        for (unsigned i = 0; i <= k; ++i) {
          const double c = inner(image, basis[i]);
          H(i, k) += c;
          image.add(-c, basis[i]);
        }
        after = norm_of(image);
      }
      H(k + 1, k) = after;
      for (unsigned i = 0; i < k; ++i) {  // Givens rotations keep H triangular
        const double a = H(i, k), c = H(i + 1, k);
        H(i, k) = cosine[i] * a + sine[i] * c;
        H(i + 1, k) = -sine[i] * a + cosine[i] * c;
      }
      const double hypotenuse = std::hypot(H(k, k), H(k + 1, k));
      if (!(hypotenuse > 0) || !std::isfinite(hypotenuse)) break;
      cosine[k] = H(k, k) / hypotenuse;
      sine[k] = H(k + 1, k) / hypotenuse;
      H(k, k) = hypotenuse;
      H(k + 1, k) = 0;
      g[k + 1] = -sine[k] * g[k];
      g[k] *= cosine[k];
      if (basis.size() < k + 2)
        basis.push_back(image);
      else
        basis[k + 1] = image;
      if (after > 0) basis[k + 1] /= after;
    }
    if (k == 0) break;
    const Eigen::VectorXd y = H.topLeftCorner(k, k).triangularView<Eigen::Upper>().solve(g.head(k));
    for (unsigned i = 0; i < k; ++i) x.add(y[i], directions[i]);
    const double expected = std::abs(g[k]);
    if (expected <= tolerance) {
      result.residual = expected;
      result.converged = true;
      return result;
    }
    apply(x, image);
    r = b;
    r -= image;
    norm = norm_of(r);
    result.residual = norm;
    if (!std::isfinite(norm)) return result;
  }
  result.converged = norm <= tolerance;
  return result;
}

}  // namespace gammaflow
