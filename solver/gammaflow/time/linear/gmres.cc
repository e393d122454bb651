// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/sums.h>
#include <gammaflow/time/linear/gmres.h>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
/// Vectors kept between solves; what a hard solve needed beyond them is given back.
constexpr std::size_t most_kept = 8;
/// Of Q^T Q - 1.
constexpr double most_lost = 1e-7;

template <class Vectors>
Vector &at(Vectors &vectors, std::size_t k, const Vector &like)
{
  if (vectors.size() < k + 1) vectors.resize(k + 1);
  if (vectors[k].size() != like.size()) vectors[k].reinit(like, true);
  return vectors[k];
}

/// out = c v + sum_i c_i v_i, v = nothing where it is null; part by part, so that each comes through the
/// cache once. `out` may be v.
void combine(const double c, const Vector *v, const Eigen::VectorXd &coefficients,
             const std::vector<const Vector *> &vectors, Vector &out)
{
  double *const all = data(out);
  for (std::size_t begin = 0; begin < size(out); begin += cache_block) {
    const std::size_t count = std::min(cache_block, size(out) - begin);
    double *const to = all + begin;
    std::size_t k = 0;
    if (v) {
      const double *from = data(*v) + begin;
      for (std::size_t i = 0; i < count; ++i) to[i] = c * from[i];
    } else {
      const double factor = coefficients[0], *from = data(*vectors[k++]) + begin;
      for (std::size_t i = 0; i < count; ++i) to[i] = factor * from[i];
    }
    for (; k < vectors.size(); ++k) {
      const double factor = coefficients[Eigen::Index(k)], *from = data(*vectors[k]) + begin;
      for (std::size_t i = 0; i < count; ++i) to[i] += factor * from[i];
    }
  }
}

/// Q with its first vector unnormalized, so that it may be the right-hand side itself.
class Basis
{
 public:
  Basis(const InnerProduct &inner, const Vector &first, double norm)
      : inner_(inner), vectors_{&first}, norm_(norm)
  {
  }
  const Vector &back() const { return *vectors_.back(); }

  /// h = Q^T v, and the norm of what is left of v without Q h, sqrt(|v|^2 - |h|^2); 0 where that is
  /// round-off. With E = Q^T Q - 1, round-off at first, the square misses h^T E h, and the next vector of Q
  /// is not of length 1 by as much. Where that may be too much, Q h is subtracted here, and what of v is in Q
  /// still is projected once more: as a rule once, more often where round-off is itself in Q (one node that
  /// outweighs all others).
  double project(Vector &v, Eigen::VectorXd &h)
  {
    double whole = 0, left = products(v, h, whole);
    const double round_off = std::pow(epsilon, 2) * whole;
    rest_ = h;
    const auto lost = [&] { return left > 0 ? (lost_ + epsilon) * whole / left : 1; };
    for (unsigned pass = 0; pass < 3 && lost() > most_lost && whole > round_off; ++pass) {
      combine(1, &v, coefficients(rest_), vectors_, v);
      left = products(v, rest_, whole);
      h += rest_;
    }
    next_lost_ = lost();
    return left > round_off ? std::sqrt(left) : 0;
  }
  /// The next vector, what project() left of v over its norm.
  void append(const Vector &v, double norm, Vector &next)
  {
    const Eigen::VectorXd c = coefficients(rest_) / norm;
    combine(1 / norm, &v, c, vectors_, next);
    vectors_.push_back(&next);
    lost_ = std::max(lost_, next_lost_);
  }

 private:
  static constexpr double epsilon = std::numeric_limits<double>::epsilon();

  /// Of v with the vectors of norm one; returns |v|^2 - |h|^2.
  double products(const Vector &v, Eigen::VectorXd &h, double &whole)
  {
    inner_.of_all(v, vectors_, products_);
    h = Eigen::Map<const Eigen::VectorXd>(products_.data(), Eigen::Index(vectors_.size()));
    h[0] /= norm_;
    whole = products_.back();
    return whole - h.squaredNorm();
  }
  /// Those of the vectors in -Q h.
  Eigen::VectorXd coefficients(const Eigen::VectorXd &h) const
  {
    Eigen::VectorXd c = -h;
    c[0] /= norm_;
    return c;
  }

  const InnerProduct &inner_;
  std::vector<const Vector *> vectors_;
  std::vector<double> products_;
  const double norm_;
  double lost_ = 0, next_lost_ = 0;  ///< estimates of Q^T Q - 1
  Eigen::VectorXd rest_;             ///< of h, what is not subtracted yet
};
}  // namespace

LinearSolve gmres(const InnerProduct &inner, const LinearMap &apply, const LinearMap &precondition,
                  const Vector &b, double norm, Vector &x, const double tolerance,
                  const unsigned max_iterations, GmresVectors &vectors, const unsigned restart)
{
  LinearSolve result;
  const double first_norm = norm;
  auto &[memory, directions, image] = vectors;
  if (image.size() != b.size()) image.reinit(b, true);
  result.residual = norm;
  bool from_zero = true;  // x is zero, whatever it holds, and the residual b
  while (norm > tolerance && result.iterations < max_iterations) {
    const unsigned m = std::min(restart, max_iterations - result.iterations);
    Eigen::MatrixXd H = Eigen::MatrixXd::Zero(m + 1, m);
    Eigen::VectorXd g = Eigen::VectorXd::Zero(m + 1), cosine(m), sine(m), h;
    g[0] = norm;
    Basis basis(inner, from_zero ? b : memory[0], norm);
    double left = 0;  // the norm of what is left of the last image
    unsigned k = 0;
    for (; k < m && std::abs(g[k]) > tolerance; ++k) {
      if (k > 0) basis.append(image, left, at(memory, k, b));
      precondition(basis.back(), at(directions, k, b));
      apply(directions[k], image);
      ++result.iterations;
      left = basis.project(image, h);
      H.col(k).head(k + 1) = h;
      H(k + 1, k) = left;
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
    std::vector<const Vector *> used;
    for (unsigned i = 0; i < k; ++i) used.push_back(&directions[i]);
    combine(1, from_zero ? nullptr : &x, y, used, x);
    from_zero = false;
    const double expected = std::abs(g[k]);
    if (expected <= tolerance && left > 0) {  // else round-off is all that is known of it
      result.residual = expected;
      result.converged = true;
      break;
    }
    apply(x, image);
    Vector &residual = at(memory, 0, b);
    residual = b;
    residual -= image;
    norm = inner.norm(residual);
    result.residual = norm;
    if (!std::isfinite(norm)) break;
  }
  if (from_zero) x = 0.;
  result.converged = result.converged || norm <= tolerance;
  if (result.iterations > 0)
    result.contraction = std::pow(result.residual / first_norm, 1. / double(result.iterations));
  memory.resize(std::min(memory.size(), most_kept));
  directions.resize(std::min(directions.size(), most_kept));
  return result;
}

LinearSolve gmres(const InnerProduct &inner, const LinearMap &apply, const LinearMap &precondition,
                  const Vector &b, Vector &x, const double tolerance, const unsigned max_iterations,
                  const unsigned restart)
{
  GmresVectors vectors;
  return gmres(inner, apply, precondition, b, inner.norm(b), x, tolerance, max_iterations, vectors, restart);
}

}  // namespace gammaflow
