// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/measures/line_density.h>
#include <gammaflow/spaces/lines/gauss_lobatto.h>

#include <Eigen/Dense>
#include <boost/math/special_functions/legendre.hpp>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
/// sum_k c_k P_k(s), k < n, by Clenshaw's recurrence.
double legendre_series(const double *c, unsigned n, double s)
{
  double next = 0, after = 0;
  for (unsigned k = n; k-- > 1;) {
    const double b = c[k] + (2. * k + 1) / (k + 1) * s * next - (k + 1.) / (k + 2) * after;
    after = next;
    next = b;
  }
  return c[0] + s * next - 0.5 * after;
}

/// From nodal values to the coefficients of Legendre's polynomials on [-1, 1].
Eigen::MatrixXd to_legendre(unsigned degree)
{
  const auto &points = GaussLobatto::shared(degree).points();
  Eigen::MatrixXd values(degree + 1, degree + 1);
  for (unsigned i = 0; i <= degree; ++i)
    for (unsigned k = 0; k <= degree; ++k) values(i, k) = boost::math::legendre_p(int(k), 2 * points[i] - 1);
  return values.inverse();
}
}  // namespace

LineDensity::LineDensity(const Grid1D &grid, const std::vector<double> &nodal_values)
    : width_(grid.degree + 1), vertices_(grid.vertices)
{
  const Eigen::MatrixXd transform = to_legendre(grid.degree);
  density_.resize(cells() * width_);
  cumulative_.assign(cells() * (width_ + 1), 0.);
  left_.assign(cells() + 1, 0.);
  for (std::size_t cell = 0; cell < cells(); ++cell) {
    Eigen::Map<Eigen::VectorXd> c(density_.data() + cell * width_, width_);
    c = transform * Eigen::Map<const Eigen::VectorXd>(nodal_values.data() + cell * grid.degree, width_);
    left_[cell + 1] = left_[cell] + c[0] * (vertices_[cell + 1] - vertices_[cell]);
  }
  const double mass = left_.back();
  if (!(mass > 0) || !std::isfinite(mass)) throw NumericalFailure("a density on a line has no mass");
  for (double &c : density_) c /= mass;
  for (double &f : left_) f /= mass;
  // int P_k = (P_(k+1) - P_(k-1)) / (2k + 1), int P_0 = 1 + P_1 from -1
  for (std::size_t cell = 0; cell < cells(); ++cell) {
    if (left_[cell + 1] < left_[cell] - 1e-12)
      throw NumericalFailure("a density on a line has negative mass between its nodes");
    left_[cell + 1] = std::max(left_[cell + 1], left_[cell]);
    const double half = (vertices_[cell + 1] - vertices_[cell]) / 2;
    const double *c = density_.data() + cell * width_;
    double *f = cumulative_.data() + cell * (width_ + 1);
    f[0] = left_[cell] + half * c[0];
    f[1] = half * c[0];
    for (unsigned k = 1; k < width_; ++k) {
      f[k + 1] += half * c[k] / (2. * k + 1);
      f[k - 1] -= half * c[k] / (2. * k + 1);
    }
  }
}

std::size_t LineDensity::cell_of(double x) const
{
  const auto after = std::upper_bound(vertices_.begin() + 1, vertices_.end() - 1, x);
  return std::size_t(after - vertices_.begin()) - 1;
}

std::size_t LineDensity::cell_of_level(double level) const
{
  const auto after = std::upper_bound(left_.begin() + 1, left_.end() - 1, level);
  return std::size_t(after - left_.begin()) - 1;
}

double LineDensity::value(std::size_t cell, double x) const
{
  const double s = 2 * (x - vertices_[cell]) / (vertices_[cell + 1] - vertices_[cell]) - 1;
  return legendre_series(density_.data() + cell * width_, width_, s);
}

double LineDensity::cdf(std::size_t cell, double x) const
{
  const double s = 2 * (x - vertices_[cell]) / (vertices_[cell + 1] - vertices_[cell]) - 1;
  return legendre_series(cumulative_.data() + cell * (width_ + 1), width_ + 1, s);
}

double LineDensity::cdf(double x) const
{
  if (x <= lower()) return 0;
  if (x >= upper()) return 1;
  return cdf(cell_of(x), x);
}

/// Newton's method in the cell, kept in a bracket that is halved where it leaves it.
double LineDensity::quantile(double level) const
{
  if (level <= 0) return lower();
  if (level >= 1) return upper();
  const std::size_t cell = cell_of_level(level);
  double below = vertices_[cell], above = vertices_[cell + 1];
  const double span = left_[cell + 1] - left_[cell];
  double x = span > 0 ? below + (above - below) * std::clamp((level - left_[cell]) / span, 0., 1.) : below;
  for (unsigned iteration = 0; iteration < 100; ++iteration) {
    const double residual = cdf(cell, x) - level;
    (residual < 0 ? below : above) = x;
    const double slope = value(cell, x);
    double next = slope > 0 ? x - residual / slope : below;
    if (!(next > below && next < above)) next = below + (above - below) / 2;
    if (std::abs(next - x) <= 4e-16 * std::max(std::abs(below), std::abs(above))) return next;
    x = next;
  }
  return x;
}

}  // namespace gammaflow
