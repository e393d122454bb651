// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/densities/box_search.h>
#include <gammaflow/formula/enclosure.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
double magnitude(const Interval &a)
{
  const double result = std::max(std::abs(a.lower()), std::abs(a.upper()));
  return std::isnan(result) ? std::numeric_limits<double>::infinity() : result;
}
}  // namespace

BoxSearch::BoxSearch(const SpatialFormula &f, const double time, std::vector<unsigned> directions,
                     const unsigned degree)
    : f_(f),
      time_(time),
      directions_(std::move(directions)),
      degree_(degree),
      nodes_(GaussLobatto::shared(degree)),
      bernstein_(Bernstein::shared(degree))
{
  std::vector<double> shape(degree + 1);
  for (unsigned k = 1; k < 512; ++k) {
    const double x = k / 512.;
    double product = 1, sum = 0;
    for (const double node : nodes_.points()) product *= x - node;
    nodes_.values(x, shape.data());
    for (const double value : shape) sum += std::abs(value);
    node_polynomial_ = std::max(node_polynomial_, 1.01 * std::abs(product));
    lebesgue_ = std::max(lebesgue_, 1.01 * sum);
  }
}

double BoxSearch::value(const Point &x) const
{
  std::array<double, 4> v{{x[0], x[1], x[2], time_}};
  if (f_.across >= 0) v[std::size_t(f_.across)] = f_.at;
  return f_.formula.value(v.data());
}

BoxSearch::Remainder BoxSearch::remainder(const CellBox &box) const
{
  std::array<Interval, 4> v;
  for (unsigned d = 0; d < 3; ++d) v[d] = Interval(box.lower[d], box.upper[d]);
  if (f_.across >= 0) v[std::size_t(f_.across)] = Interval(f_.at);
  v[3] = Interval(time_);
  Remainder result;
  double most = -1;
  const double factor = node_polynomial_ * std::pow(lebesgue_, double(directions_.size()) - 1);
  for (const unsigned d : directions_) {
    const double length = box.upper[d] - box.lower[d];
    const IntervalTaylor series = enclosure(f_.formula, v.data(), d, degree_ + 1);
    double part = magnitude(series[degree_ + 1]);
    if (part > 0) part *= factor * std::pow(length, degree_ + 1);
    result.sum += part;
    result.value = series.value();
    // where nothing is known, the longest side relative to the cell's
    const double worth = std::isfinite(part) ? part : 1e300 * length / (cell_.upper[d] - cell_.lower[d]);
    if (worth > most) {
      most = worth;
      result.widest = d;
    }
  }
  return result;
}

template <class Visit>
void BoxSearch::for_nodes(const CellBox &box, const Visit &visit) const
{
  const std::size_t n = degree_ + 1;
  std::size_t all = 1;
  for (std::size_t d = 0; d < directions_.size(); ++d) all *= n;
  Point x = box.lower;
  for (std::size_t i = 0; i < all; ++i) {
    std::size_t rest = i;
    for (const unsigned d : directions_) {
      x[d] = box.lower[d] + nodes_.points()[rest % n] * (box.upper[d] - box.lower[d]);
      rest /= n;
    }
    visit(x);
  }
}

BoxSearch::Bound BoxSearch::of_cell(const CellBox &cell)
{
  cell_ = cell;
  in_cell_.clear();
  const Remainder rest = remainder(cell);
  Bound bound;
  bound.upper = rest.sum;
  bound.widest = rest.widest;
  bound.smooth = std::isfinite(rest.sum);
  bound.where = cell.lower;
  for (const unsigned d : directions_) bound.volume *= cell.upper[d] - cell.lower[d];
  return bound;
}

BoxSearch::Bound BoxSearch::of_box(const CellBox &box)
{
  const std::size_t n = degree_ + 1;
  if (in_cell_.empty()) for_nodes(cell_, [&](const Point &x) { in_cell_.push_back(value(x)); });
  // f_h at the nodes of the box, one direction after the other
  std::vector<double> interpolant = in_cell_, shape(n), line(n);
  std::size_t stride = 1;
  Bound bound;
  for (const unsigned d : directions_) {
    const double length = cell_.upper[d] - cell_.lower[d];
    bound.volume *= box.upper[d] - box.lower[d];
    std::vector<double> next(interpolant.size());
    for (std::size_t i = 0; i < n; ++i) {
      const double x = box.lower[d] + nodes_.points()[i] * (box.upper[d] - box.lower[d]);
      nodes_.values(std::clamp((x - cell_.lower[d]) / length, 0., 1.), shape.data());
      for (std::size_t first = 0; first < interpolant.size(); ++first)
        if (first / stride % n == 0)
          for (std::size_t k = 0; k < n; ++k)
            next[first + i * stride] += shape[k] * interpolant[first + k * stride];
    }
    interpolant = std::move(next);
    stride *= n;
  }
  std::vector<double> difference = interpolant;
  std::size_t i = 0;
  for_nodes(box, [&](const Point &x) {
    difference[i] = value(x) - interpolant[i];
    if (std::abs(difference[i]) > bound.found) {
      bound.found = std::abs(difference[i]);
      bound.where = x;
    }
    ++i;
  });
  const Remainder rest = remainder(box);
  bound.widest = rest.widest;
  bound.smooth = std::isfinite(rest.sum);
  const auto dim = unsigned(directions_.size());
  bernstein_.from_nodal(dim, difference);
  bernstein_.from_nodal(dim, interpolant);
  double polynomials = 0;
  for (const double c : difference) polynomials = std::max(polynomials, std::abs(c));
  const auto [least, largest] = std::minmax_element(interpolant.begin(), interpolant.end());
  bound.resolved = polynomials + rest.sum;
  const double by_values = std::max(rest.value.upper() - *least, *largest - rest.value.lower());
  bound.upper = std::min(polynomials + rest.sum, std::isnan(by_values) ? polynomials + rest.sum : by_values);
  if (std::isnan(bound.upper)) bound.upper = std::numeric_limits<double>::infinity();
  return bound;
}

}  // namespace gammaflow
