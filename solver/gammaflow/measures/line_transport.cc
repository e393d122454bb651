// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/measures/line_transport.h>

#include <boost/math/quadrature/gauss.hpp>
#include <boost/sort/spreadsort/float_sort.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gammaflow
{
namespace
{
void require_line(const PointMeasure &measure)
{
  if (measure.dim() != 1)
    throw InputError("distances on a line", std::to_string(measure.dim()) + " dimensions",
                     "they go by quantiles", "1 dimension");
}

/// Calls visit(mass, x, y) for the pieces of the monotone coupling.
template <class Visit>
void couple(const SortedPoints &a, const SortedPoints &b, const Visit &visit)
{
  double level = 0;
  for (std::size_t i = 0, j = 0; i < a.x.size() && j < b.x.size();) {
    const double next = std::min(a.cumulative[i], b.cumulative[j]);
    visit(next - level, a.x[i], b.x[j]);
    level = next;
    const bool both = a.cumulative[i] == b.cumulative[j];
    if (both || a.cumulative[i] == next) ++i;
    if (both || b.cumulative[j] == next) ++j;
  }
}

/// Calls visit(length, F - G) for the intervals between the points of both.
template <class Visit>
void sweep(const SortedPoints &a, const SortedPoints &b, const Visit &visit)
{
  double before = std::min(a.x.front(), b.x.front()), f = 0, g = 0;
  for (std::size_t i = 0, j = 0; i < a.x.size() || j < b.x.size();) {
    const bool first = j == b.x.size() || (i < a.x.size() && a.x[i] <= b.x[j]);
    const double x = first ? a.x[i] : b.x[j];
    visit(x - before, f - g);
    before = x;
    if (first)
      f = a.cumulative[i++];
    else
      g = b.cumulative[j++];
  }
}

/// The intervals on which the density is one polynomial and the distribution of the points is constant:
/// visit(cell, x0, x1, G), from the lower end to the upper end of both.
template <class Visit>
void between_steps(const LineDensity &f, const SortedPoints &b, const Visit &visit)
{
  const double lower = f.lower(), upper = f.upper();
  std::size_t cell = 0;
  double from = lower, level = 0;
  const auto on_to = [&](double x) {
    while (from < x) {
      const double end = std::min(x, f.vertices()[cell + 1]);
      if (end > from) visit(cell, from, end, level);
      from = end;
      if (end == f.vertices()[cell + 1] && cell + 1 < f.cells()) ++cell;
    }
  };
  for (std::size_t j = 0; j < b.x.size(); ++j) {
    on_to(std::clamp(b.x[j], lower, upper));
    level = b.cumulative[j];
  }
  on_to(upper);
}

/// What the points outside of the interval of the density add, where F is 0 or 1: visit(length, F - G).
template <class Visit>
void outside(const LineDensity &f, const SortedPoints &b, const Visit &visit)
{
  for (std::size_t j = 0; j < b.x.size() && b.x[j] < f.lower(); ++j)
    visit(std::min(j + 1 < b.x.size() ? b.x[j + 1] : f.lower(), f.lower()) - b.x[j], -b.cumulative[j]);
  for (std::size_t j = b.x.size(); j-- > 0 && b.x[j] > f.upper();)
    visit(b.x[j] - std::max(j > 0 ? b.x[j - 1] : f.upper(), f.upper()),
          1 - (j > 0 ? b.cumulative[j - 1] : 0));
}

using Gauss = boost::math::quadrature::gauss<double, 7>;       // exact up to degree 13
using LongGauss = boost::math::quadrature::gauss<double, 10>;  // up to degree 19

/// int_x0^x1 (F - level), by parts: F(x1) - level times the length, less int (x - x0) f.
double integral_of_difference(const LineDensity &f, std::size_t cell, double x0, double x1, double level)
{
  return (x1 - x0) * (f.cdf(cell, x1) - level) -
         Gauss::integrate([&](double x) { return (x - x0) * f.value(cell, x); }, x0, x1);
}

/// int_x0^x1 |F - level|: F rises.
double integral_of_absolute(const LineDensity &f, std::size_t cell, double x0, double x1, double level)
{
  if (f.cdf(cell, x0) >= level || f.cdf(cell, x1) <= level)
    return std::abs(integral_of_difference(f, cell, x0, x1, level));
  const double root = std::clamp(f.quantile(level), x0, x1);
  return std::abs(integral_of_difference(f, cell, x0, root, level)) +
         std::abs(integral_of_difference(f, cell, root, x1, level));
}

PointMeasure in_first_period(const PointMeasure &measure, double lower, double upper)
{
  std::vector<double> x = measure.coordinates();
  for (double &at : x) {
    at -= (upper - lower) * std::floor((at - lower) / (upper - lower));
    if (!(at >= lower && at < upper)) at = lower;  // round-off at the seam
  }
  return {1, std::move(x), measure.weights()};
}

/// Where F is one polynomial and G constant, with F - G at both ends.
struct Piece {
  std::size_t cell;
  double x0, x1, level, at0, at1;
};

/// The c with F - G <= c on half of the interval, by bisection: the length rises with c.
double median_of_difference(const LineDensity &f, const std::vector<Piece> &pieces)
{
  const auto length_below = [&](double c) {
    double sum = 0;
    for (const Piece &p : pieces)
      if (p.at1 <= c)
        sum += p.x1 - p.x0;
      else if (p.at0 < c)
        sum += std::clamp(f.quantile(std::clamp(p.level + c, 0., 1.)), p.x0, p.x1) - p.x0;
    return sum;
  };
  double low = -1, high = 1;
  for (int i = 0; i < 60 && high - low > 1e-16; ++i) {
    const double middle = (low + high) / 2;
    (2 * length_below(middle) < f.upper() - f.lower() ? low : high) = middle;
  }
  return high;
}
}  // namespace

SortedPoints::SortedPoints(const PointMeasure &measure)
{
  require_line(measure);
  x = measure.coordinates();
  sort(measure);
}

SortedPoints::SortedPoints(const PointMeasure &measure, const Point &direction)
{
  x.resize(measure.size());
  for (unsigned d = 0; d < measure.dim(); ++d) {
    const double *at = measure.coordinate(d), along = direction[d];
    if (d == 0)
      for (std::size_t i = 0; i < x.size(); ++i) x[i] = along * at[i];
    else
      for (std::size_t i = 0; i < x.size(); ++i) x[i] += along * at[i];
  }
  sort(measure);
}

void SortedPoints::sort(const PointMeasure &measure)
{
  const std::size_t n = x.size();
  cumulative.resize(n);
  if (measure.uniform()) {
    boost::sort::spreadsort::float_sort(x.begin(), x.end());  // by their bits: half the time of comparisons
    for (std::size_t i = 0; i < n; ++i) cumulative[i] = double(i + 1) / double(n);
    return;
  }
  const std::vector<double> given = x;
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t(0));
  std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) { return given[i] < given[j]; });
  double sum = 0, lost = 0;  // Kahan: the levels decide which masses meet
  for (std::size_t i = 0; i < n; ++i) {
    x[i] = given[order[i]];
    const double term = measure.weight(order[i]) / measure.mass() - lost, next = sum + term;
    lost = (next - sum) - term;
    sum = next;
    cumulative[i] = sum;
  }
  for (double &level : cumulative) level = std::min(level / sum, 1.);
  cumulative.back() = 1;
}

double line_w1(const SortedPoints &a, const SortedPoints &b)
{
  double sum = 0;
  sweep(a, b, [&](double length, double h) { sum += length * std::abs(h); });
  return sum;
}

double line_w2(const SortedPoints &a, const SortedPoints &b)
{
  double sum = 0;
  couple(a, b, [&](double mass, double x, double y) { sum += mass * (x - y) * (x - y); });
  return std::sqrt(sum);
}

double line_w1(const PointMeasure &a, const PointMeasure &b)
{
  return line_w1(SortedPoints(a), SortedPoints(b));
}

double line_w2(const PointMeasure &a, const PointMeasure &b)
{
  return line_w2(SortedPoints(a), SortedPoints(b));
}

double line_energy_distance(const PointMeasure &a, const PointMeasure &b)
{
  double sum = 0;
  sweep(SortedPoints(a), SortedPoints(b), [&](double length, double h) { sum += length * h * h; });
  return std::sqrt(2 * sum);
}

double line_w1(const LineDensity &f, const PointMeasure &b)
{
  const SortedPoints points(b);
  double sum = 0;
  outside(f, points, [&](double length, double h) { sum += length * std::abs(h); });
  between_steps(f, points, [&](std::size_t cell, double x0, double x1, double level) {
    sum += integral_of_absolute(f, cell, x0, x1, level);
  });
  return sum;
}

double circle_w1(const LineDensity &f, const PointMeasure &b)
{
  require_line(b);
  const SortedPoints points(in_first_period(b, f.lower(), f.upper()));
  std::vector<Piece> pieces;
  between_steps(f, points, [&](std::size_t cell, double x0, double x1, double level) {
    pieces.push_back({cell, x0, x1, level, f.cdf(cell, x0) - level, f.cdf(cell, x1) - level});
  });
  const double c = median_of_difference(f, pieces);
  double sum = 0;
  for (const Piece &p : pieces) sum += integral_of_absolute(f, p.cell, p.x0, p.x1, p.level + c);
  return sum;
}

double line_w2(const LineDensity &f, const PointMeasure &b)
{
  const SortedPoints points(b);
  double sum = 0, from = f.lower();
  std::size_t cell = 0;
  for (std::size_t j = 0; j < points.x.size(); ++j) {
    const double y = points.x[j];
    const double to = j + 1 < points.x.size() ? f.quantile(points.cumulative[j]) : f.upper();
    while (from < to) {
      const double end = std::min(to, f.vertices()[cell + 1]);
      if (end > from)
        sum += Gauss::integrate([&](double x) { return (x - y) * (x - y) * f.value(cell, x); }, from, end);
      from = end;
      if (end == f.vertices()[cell + 1] && cell + 1 < f.cells()) ++cell;
    }
  }
  return std::sqrt(std::max(sum, 0.));
}

double line_energy_distance(const LineDensity &f, const PointMeasure &b)
{
  const SortedPoints points(b);
  double sum = 0;
  outside(f, points, [&](double length, double h) { sum += length * h * h; });
  between_steps(f, points, [&](std::size_t cell, double x0, double x1, double level) {
    sum += LongGauss::integrate(
        [&](double x) {
          const double h = f.cdf(cell, x) - level;
          return h * h;
        },
        x0, x1);
  });
  return std::sqrt(2 * sum);
}

}  // namespace gammaflow
