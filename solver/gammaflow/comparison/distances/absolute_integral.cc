// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/distances/absolute_integral.h>
#include <gammaflow/spaces/lines/gauss_lobatto.h>
#include <gammaflow/spaces/lines/sign_changes.h>

#include <deal.II/base/quadrature_lib.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace gammaflow
{
namespace
{
std::vector<double> binomials(unsigned n)
{
  std::vector<double> row(n + 1, 1.);
  for (unsigned k = 1; k <= n; ++k) row[k] = row[k - 1] * (n - k + 1) / k;
  return row;
}
}  // namespace

AbsoluteIntegral::AbsoluteIntegral(const unsigned degree)
    : degree_(degree),
      n_(degree + 1),
      binomial_(binomials(degree)),
      binomial_of_product_(binomials(2 * degree)),
      gram_(n_, n_),
      at_nodes_(n_, n_),
      node_weights_(GaussLobatto::shared(degree).weights())
{
  const dealii::QGauss<1> rule(n_);
  for (unsigned q = 0; q < n_; ++q) {
    points_.push_back(rule.point(q)[0]);
    weights_.push_back(rule.weight(q));
    const double x = GaussLobatto::shared(degree).points()[q];
    for (unsigned k = 0; k < n_; ++k) {
      gram_(q, k) = binomial_[q] * binomial_[k] / binomial_of_product_[q + k] / (2 * degree + 1);
      at_nodes_(q, k) = binomial_[k] * std::pow(x, k) * std::pow(1 - x, degree - k);
    }
  }
}

AbsoluteIntegral::Part AbsoluteIntegral::of(const unsigned dim, Tensor p, Tensor v, const unsigned depth,
                                            const double tolerance) const
{
  // The zeros are crossed most steeply along the direction that comes first.
  unsigned steepest = 0;
  double most = -1;
  std::size_t stride = 1;
  for (unsigned d = 0; d < dim; ++d, stride *= n_) {
    const double change = change_along(p, stride);
    if (change > most) {
      most = change;
      steepest = d;
    }
  }
  if (steepest > 0) {
    exchange(p, steepest);
    if (v.size() > 1) exchange(v, steepest);
  }
  return inner(dim, p, v, depth, tolerance);
}

double AbsoluteIntegral::change_along(const Tensor &p, const std::size_t stride) const
{
  double change = 0;
  for (std::size_t i = 0; i < p.size(); ++i)
    if (i / stride % n_ + 1 < n_) change += std::abs(p[i + stride] - p[i]);
  return change;
}

/// The direction comes first, the first one in its place.
void AbsoluteIntegral::exchange(Tensor &p, const unsigned direction) const
{
  std::size_t stride = 1;
  for (unsigned d = 0; d < direction; ++d) stride *= n_;
  for (std::size_t i = 0; i < p.size(); ++i) {
    const std::size_t first = i % n_, other = i / stride % n_;
    if (first < other) std::swap(p[i], p[i - first - other * stride + other + first * stride]);
  }
}

AbsoluteIntegral::Part AbsoluteIntegral::inner(const unsigned dim, const Tensor &p, const Tensor &v,
                                               const unsigned depth, const double tolerance) const
{
  if (proven_sign(p) != 0) return {std::abs(signed_integral(dim, p, v)), 0};
  if (dim == 1) return {line(p, v), 0};
  const auto slices = [&](double y0, double y1) { return gauss(dim, p, v, y0, y1, depth, tolerance); };
  const std::vector<double> ends = pieces(dim, p);
  Part sum;
  for (std::size_t k = 0; k + 1 < ends.size(); ++k) {
    const double y0 = ends[k], y1 = ends[k + 1];
    if (!(y1 > y0)) continue;
    const Part part = halved(slices, y0, y1, slices(y0, y1), 0, depth, tolerance * (y1 - y0));
    sum.value += part.value;
    sum.error += part.error;
  }
  if (depth == 0) sum.error += std::abs(sum.value - by_nodes(dim, p, v));
  return sum;
}

/// `unknown`: what `whole` may be wrong by if it is not halved.
template <class Slices>
AbsoluteIntegral::Part AbsoluteIntegral::halved(const Slices &slices, double y0, double y1, const Part &whole,
                                                double unknown, unsigned depth, double tolerance) const
{
  if (depth == 0) return {whole.value, whole.error + unknown};
  const double middle = (y0 + y1) / 2;
  const Part lower = slices(y0, middle), upper = slices(middle, y1);
  const double change = std::abs(lower.value + upper.value - whole.value);
  if (change <= tolerance) return {lower.value + upper.value, lower.error + upper.error + change};
  const Part first = halved(slices, y0, middle, lower, change / 2, depth - 1, tolerance / 2),
             second = halved(slices, middle, y1, upper, change / 2, depth - 1, tolerance / 2);
  return {first.value + second.value, first.error + second.error};
}

/// The Gauss rule on [y0, y1] of the last direction.
AbsoluteIntegral::Part AbsoluteIntegral::gauss(const unsigned dim, const Tensor &p, const Tensor &v,
                                               const double y0, const double y1, const unsigned depth,
                                               const double tolerance) const
{
  Tensor p_there(p.size() / n_), v_there = v;
  if (v.size() > 1) v_there.resize(v.size() / n_);
  Part sum;
  for (unsigned q = 0; q < n_; ++q) {
    const double y = y0 + (y1 - y0) * points_[q], weight = (y1 - y0) * weights_[q];
    at(y, p, p_there);
    if (v.size() > 1) at(y, v, v_there);
    const Part part = inner(dim - 1, p_there, v_there, depth / 2, tolerance);
    sum.value += weight * part.value;
    sum.error += weight * part.error;
  }
  return sum;
}

/// 0, 1, and the places between at which p changes its sign along an edge in the last direction.
std::vector<double> AbsoluteIntegral::pieces(const unsigned dim, const Tensor &p) const
{
  std::vector<double> ends{0};
  std::array<double, most_degree + 1> edge;
  const std::size_t slice = p.size() / n_;
  for (unsigned corner = 0; corner < (1u << (dim - 1)); ++corner) {
    std::size_t first = 0, stride = 1;
    for (unsigned d = 0; d + 1 < dim; ++d, stride *= n_) first += (corner >> d & 1) * degree_ * stride;
    for (unsigned k = 0; k < n_; ++k) edge[k] = p[first + k * slice];
    sign_changes(degree_, edge.data(), ends);
  }
  ends.push_back(1);
  std::sort(ends.begin(), ends.end());
  return ends;
}

/// int p v
double AbsoluteIntegral::signed_integral(const unsigned dim, const Tensor &p, const Tensor &v) const
{
  double sum = 0;
  if (v.size() == 1) {
    for (const double c : p) sum += c;
    return v[0] * sum / double(p.size());
  }
  Tensor dual = v;
  apply_everywhere(gram_, dim, dual);
  for (std::size_t i = 0; i < p.size(); ++i) sum += p[i] * dual[i];
  return sum;
}

/// int |p| v by the nodes alone: what is known where nothing may be halved.
double AbsoluteIntegral::by_nodes(const unsigned dim, Tensor p, Tensor v) const
{
  apply_everywhere(at_nodes_, dim, p);
  if (v.size() > 1) apply_everywhere(at_nodes_, dim, v);
  double sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    double weight = v.size() == 1 ? v[0] : v[i];
    for (std::size_t d = 0, rest = i; d < dim; ++d, rest /= n_) weight *= node_weights_[rest % n_];
    sum += weight * std::abs(p[i]);
  }
  return sum;
}

/// Along one line: the increments of the primitive of p v between the zeros of p.
double AbsoluteIntegral::line(const Tensor &p, const Tensor &v) const
{
  std::array<double, most_degree + 1> product, primitive;
  unsigned degree = degree_;
  if (v.size() == 1)
    for (unsigned k = 0; k < n_; ++k) product[k] = v[0] * p[k];
  else {
    degree = 2 * degree_;
    std::fill_n(product.begin(), degree + 1, 0.);
    for (unsigned i = 0; i < n_; ++i)
      for (unsigned j = 0; j < n_; ++j) product[i + j] += binomial_[i] * p[i] * binomial_[j] * v[j];
    for (unsigned k = 0; k <= degree; ++k) product[k] /= binomial_of_product_[k];
  }
  primitive[0] = 0;
  for (unsigned k = 0; k <= degree; ++k) primitive[k + 1] = primitive[k] + product[k] / (degree + 1);
  thread_local std::vector<double> zeros;
  zeros.clear();
  sign_changes(degree_, p.data(), zeros);
  double sum = 0, last = 0;
  for (const double x : zeros) {
    const double now = bernstein_value(degree + 1, primitive.data(), x);
    sum += std::abs(now - last);
    last = now;
  }
  return sum + std::abs(primitive[degree + 1] - last);
}

/// The coefficients on the slice at y of the last direction.
void AbsoluteIntegral::at(const double y, const Tensor &p, Tensor &slice) const
{
  std::array<double, most_degree + 1> power, other;
  power[0] = other[0] = 1;
  for (unsigned k = 1; k < n_; ++k) {
    power[k] = power[k - 1] * y;
    other[k] = other[k - 1] * (1 - y);
  }
  const std::size_t size = slice.size();
  std::fill(slice.begin(), slice.end(), 0.);
  for (unsigned k = 0; k < n_; ++k) {
    const double shape = binomial_[k] * power[k] * other[degree_ - k];
    for (std::size_t i = 0; i < size; ++i) slice[i] += shape * p[k * size + i];
  }
}

/// The matrix in each direction, in place.
void AbsoluteIntegral::apply_everywhere(const Eigen::MatrixXd &matrix, const unsigned dim, Tensor &p) const
{
  std::array<double, most_degree + 1> line;
  std::size_t stride = 1;
  for (unsigned d = 0; d < dim; ++d, stride *= n_)
    for (std::size_t first = 0; first < p.size(); ++first) {
      if (first / stride % n_ != 0) continue;
      for (std::size_t i = 0; i < n_; ++i) line[i] = p[first + i * stride];
      for (std::size_t i = 0; i < n_; ++i) {
        double sum = 0;
        for (std::size_t k = 0; k < n_; ++k) sum += matrix(Eigen::Index(i), Eigen::Index(k)) * line[k];
        p[first + i * stride] = sum;
      }
    }
}

}  // namespace gammaflow
