// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/distances/cell_extremes.h>
#include <gammaflow/spaces/inspection/cell_values.h>
#include <gammaflow/spaces/lines/bernstein.h>
#include <gammaflow/spaces/lines/gauss_lobatto.h>

#include <deal.II/base/quadrature_lib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace gammaflow
{
namespace
{
constexpr double lines_of_a_mesh = 1e6, lines_in_space = 1e5;  ///< in 2D, and in 3D
/// A zero that is misplaced by so much changes the integral of |p| by its square.
constexpr double width_of_zero = 1e-7;

/// A tensor of numbers at the nodes of a cell, n per direction, x fastest.
using Tensor = std::vector<double>;

/// An integral, and what the rule may be wrong by: where halving ended, what it did last.
struct Part {
  double value = 0, error = 0;
  void add(double weight, const Part &other)
  {
    value += weight * other.value;
    error += weight * other.error;
  }
};

/// int |p| v over [0,1]^dim, p and v polynomials by their nodal values; v the volume, positive.
class AbsoluteIntegral
{
 public:
  explicit AbsoluteIntegral(unsigned degree)
      : n_(degree + 1), nodes_(GaussLobatto::shared(degree)), bernstein_(Bernstein::shared(degree))
  {
    const dealii::QGauss<1> rule(n_);
    for (unsigned q = 0; q < n_; ++q) {
      points_.push_back(rule.point(q)[0]);
      weights_.push_back(rule.weight(q));
    }
  }

  /// `depth`: how often the directions across may be halved; `tolerance`: where that ends.
  Part of(unsigned dim, Tensor p, Tensor v, unsigned depth, double tolerance) const
  {
    if (v.size() == 1) v.assign(p.size(), v[0]);
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
      exchange(v, steepest);
    }
    return inner(dim, p, v, depth, tolerance);
  }

  /// The same by the nodes alone.
  double by_nodes(unsigned dim, const Tensor &p, const Tensor &v) const
  {
    double sum = 0;
    for (std::size_t i = 0; i < p.size(); ++i) {
      double weight = v.size() == 1 ? v[0] : v[i];
      for (std::size_t d = 0, rest = i; d < dim; ++d, rest /= n_) weight *= nodes_.weights()[rest % n_];
      sum += weight * std::abs(p[i]);
    }
    return sum;
  }

 private:
  double change_along(const Tensor &p, std::size_t stride) const
  {
    double change = 0;
    for (std::size_t i = 0; i < p.size(); ++i)
      if (i / stride % n_ + 1 < n_) change += std::abs(p[i + stride] - p[i]);
    return change;
  }

  /// The direction comes first, the first one in its place.
  void exchange(Tensor &p, unsigned direction) const
  {
    std::size_t stride = 1;
    for (unsigned d = 0; d < direction; ++d) stride *= n_;
    for (std::size_t i = 0; i < p.size(); ++i) {
      const std::size_t first = i % n_, other = i / stride % n_;
      if (first < other) std::swap(p[i], p[i - first - other * stride + other + first * stride]);
    }
  }

  Part inner(unsigned dim, const Tensor &p, const Tensor &v, unsigned depth, double tolerance) const
  {
    Tensor c = p;
    bernstein_.from_nodal(dim, c);
    if (proven_sign(c) != 0) return {by_nodes(dim, p, v), 0};
    if (dim == 1) return {line(c, v), 0};
    const auto slices = [&](double y0, double y1) { return gauss(dim, p, v, y0, y1, depth, tolerance); };
    const Part whole = slices(0, 1);
    return halved(slices, 0, 1, whole, std::abs(whole.value - by_nodes(dim, p, v)), depth, tolerance);
  }

  /// `unknown`: what `whole` may be wrong by if it is not halved.
  template <class Slices>
  Part halved(const Slices &slices, double y0, double y1, const Part &whole, double unknown, unsigned depth,
              double tolerance) const
  {
    if (depth == 0) return {whole.value, whole.error + unknown};
    const double middle = (y0 + y1) / 2;
    const Part lower = slices(y0, middle), upper = slices(middle, y1);
    const double change = std::abs(lower.value + upper.value - whole.value);
    if (change <= tolerance) return {lower.value + upper.value, lower.error + upper.error + change};
    Part sum = halved(slices, y0, middle, lower, change / 2, depth - 1, tolerance / 2);
    sum.add(1, halved(slices, middle, y1, upper, change / 2, depth - 1, tolerance / 2));
    return sum;
  }

  /// The Gauss rule on [y0, y1] of the last direction.
  Part gauss(unsigned dim, const Tensor &p, const Tensor &v, double y0, double y1, unsigned depth,
             double tolerance) const
  {
    const std::size_t slice = p.size() / n_;
    std::array<double, 32> shape;
    Tensor p_there(slice), v_there(slice);
    Part sum;
    for (unsigned q = 0; q < n_; ++q) {
      nodes_.values(y0 + (y1 - y0) * points_[q], shape.data());
      std::fill(p_there.begin(), p_there.end(), 0.);
      std::fill(v_there.begin(), v_there.end(), 0.);
      for (unsigned k = 0; k < n_; ++k)
        for (std::size_t i = 0; i < slice; ++i) {
          p_there[i] += shape[k] * p[k * slice + i];
          v_there[i] += shape[k] * v[k * slice + i];
        }
      sum.add((y1 - y0) * weights_[q], inner(dim - 1, p_there, v_there, depth / 2, tolerance));
    }
    return sum;
  }

  /// Along one line: p by its Bernstein coefficients, v by its nodal values.
  double line(const Tensor &c, const Tensor &v) const
  {
    std::vector<double> ends{0};
    zeros(c, 0, 1, ends);
    ends.push_back(1);
    double sum = 0;
    std::array<double, 32> shape;
    for (std::size_t k = 0; k + 1 < ends.size(); ++k) {
      double piece = 0;
      for (unsigned q = 0; q < n_; ++q) {
        const double x = ends[k] + (ends[k + 1] - ends[k]) * points_[q];
        nodes_.values(x, shape.data());
        piece += weights_[q] * bernstein_.value(c.data(), x) *
                 std::inner_product(v.begin(), v.end(), shape.begin(), 0.);
      }
      sum += std::abs(piece) * (ends[k + 1] - ends[k]);
    }
    return sum;
  }

  /// Appends the zeros on (x0, x1) at which the sign changes, ascending; several within width_of_zero may be
  /// lost.
  void zeros(Tensor c, double x0, double x1, std::vector<double> &found) const
  {
    if (proven_sign(c) != 0) return;
    const double middle = (x0 + x1) / 2;
    if (x1 - x0 < width_of_zero) {
      found.push_back(middle);
      return;
    }
    const Tensor upper = bernstein_.split(0, c);
    zeros(c, x0, middle, found);
    if (proven_sign(c) * proven_sign(upper) < 0) found.push_back(middle);
    zeros(upper, middle, x1, found);
  }

  unsigned n_;
  const GaussLobatto &nodes_;
  const Bernstein &bernstein_;
  std::vector<double> points_, weights_;  ///< of the Gauss rule, exact for p v along a line
};
}  // namespace

double integral_of_absolute(const Space &space, const Vector &u, double *error)
{
  if (error != nullptr) *error = 0;
  const double *w = data(space.weights());
  double own = 0;
  for (std::size_t i = 0; i < size(u); ++i) own += w[i] * std::abs(data(u)[i]);
  const double by_nodes = space.sum(own);
  if (!(by_nodes > 0) || !std::isfinite(by_nodes)) return by_nodes;

  const unsigned dim = space.dim(), n = space.degree() + 1;
  const Bernstein &bernstein = Bernstein::shared(space.degree());
  std::size_t nodes_of_cell = 1;
  for (unsigned d = 0; d < dim; ++d) nodes_of_cell *= n;
  Tensor p(nodes_of_cell);
  const auto for_cells_with_kinks = [&](const auto &visit) {
    for_each_cell(space, u, [&](const CellValues &cell) {
      p.assign(cell.values, cell.values + nodes_of_cell);
      bernstein.from_nodal(dim, p);
      if (proven_sign(p) != 0) return;
      p.assign(cell.values, cell.values + nodes_of_cell);
      visit(cell);
    });
  };
  double with_kinks = 0;
  for_cells_with_kinks([&](const CellValues &) { ++with_kinks; });
  with_kinks = std::max(1., space.sum(with_kinks));

  const AbsoluteIntegral integral(space.degree());
  const double lines = (dim == 3 ? lines_in_space : lines_of_a_mesh) / with_kinks / std::pow(n, dim - 1),
               relative = dim == 3 ? 1e-4 : 1e-8;
  const unsigned depth = dim == 1 ? 0 : unsigned(std::clamp(std::log2(std::max(1., lines)), 0., 12.));
  double correction = 0, unknown = 0;
  for_cells_with_kinks([&](const CellValues &cell) {
    const Tensor volumes = cell.volumes();
    const Part part = integral.of(dim, p, volumes, depth, relative * by_nodes / with_kinks);
    correction += part.value - integral.by_nodes(dim, p, volumes);
    unknown += part.error;
  });
  unknown = space.sum(unknown);
  if (error != nullptr) *error = unknown;
  return std::max(0., by_nodes + space.sum(correction));
}

}  // namespace gammaflow
