#include <gammaflow/time/gmres.h>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
/// Vectors kept between solves; what a hard solve needed beyond them is given back.
constexpr std::size_t most_kept = 8;

Vector &at(std::vector<Vector> &vectors, std::size_t k, const Vector &like)
{
  if (vectors.size() < k + 1) vectors.resize(k + 1);
  if (vectors[k].size() != like.size()) vectors[k].reinit(like, true);
  return vectors[k];
}
}  // namespace

LinearSolve gmres(const InnerProduct &inner, const LinearMap &apply, const LinearMap &precondition,
                  const Vector &b, double norm, Vector &x, const double tolerance,
                  const unsigned max_iterations, GmresVectors &vectors, const unsigned restart)
{
  LinearSolve result;
  auto &[basis, directions, image] = vectors;
  if (image.size() != b.size()) image.reinit(b, true);
  result.residual = norm;
  at(basis, 0, b);
  bool from_zero = true;  // x is zero, whatever it holds, and the residual b
  while (norm > tolerance && result.iterations < max_iterations) {
    const unsigned m = std::min(restart, max_iterations - result.iterations);
    Eigen::MatrixXd H = Eigen::MatrixXd::Zero(m + 1, m);
    Eigen::VectorXd g = Eigen::VectorXd::Zero(m + 1), cosine(m), sine(m);
    g[0] = norm;
    if (from_zero)
      basis[0].equ(1 / norm, b);
    else
      basis[0] /= norm;
    double after = 0;  // the norm of what is left of the last image
    unsigned k = 0;
    for (; k < m && std::abs(g[k]) > tolerance; ++k) {
      if (k > 0) at(basis, k, b).equ(1 / after, image);
      precondition(basis[k], at(directions, k, b));
      apply(directions[k], image);
      ++result.iterations;
      double before = 0, next = inner.of(image, basis[0]);
      for (unsigned i = 0; i <= k; ++i) {  // modified Gram-Schmidt
        H(i, k) = next;
        next = inner.subtract(H(i, k), basis[i], image, i < k ? basis[i + 1] : image);
        before = std::hypot(before, H(i, k));
      }
      after = std::sqrt(next);
      if (after < 1e-3 * before) {  // once more where digits were lost
        for (unsigned i = 0; i <= k; ++i) {
          const double c = inner.of(image, basis[i]);
          H(i, k) += c;
          image.add(-c, basis[i]);
        }
        after = std::sqrt(inner.of(image, image));
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
    }
    if (k == 0) break;
    const Eigen::VectorXd y = H.topLeftCorner(k, k).triangularView<Eigen::Upper>().solve(g.head(k));
    for (unsigned i = 0; i < k; ++i)
      if (from_zero && i == 0)
        x.equ(y[i], directions[i]);
      else
        x.add(y[i], directions[i]);
    from_zero = false;
    const double expected = std::abs(g[k]);
    if (expected <= tolerance) {
      result.residual = expected;
      result.converged = true;
      break;
    }
    apply(x, image);
    basis[0] = b;
    basis[0] -= image;
    norm = std::sqrt(inner.of(basis[0], basis[0]));
    result.residual = norm;
    if (!std::isfinite(norm)) break;
  }
  if (from_zero) x = 0.;
  result.converged = result.converged || norm <= tolerance;
  basis.resize(std::min(basis.size(), most_kept));
  directions.resize(std::min(directions.size(), most_kept));
  return result;
}

LinearSolve gmres(const InnerProduct &inner, const LinearMap &apply, const LinearMap &precondition,
                  const Vector &b, Vector &x, const double tolerance, const unsigned max_iterations,
                  const unsigned restart)
{
  GmresVectors vectors;
  return gmres(inner, apply, precondition, b, std::sqrt(inner.of(b, b)), x, tolerance, max_iterations,
               vectors, restart);
}

}  // namespace gammaflow
