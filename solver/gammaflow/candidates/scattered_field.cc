// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/distinct.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/candidates/field.h>

#include <Eigen/Dense>
#include <boost/geometry.hpp>
#include <boost/geometry/index/rtree.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace gammaflow
{
namespace
{
namespace bg = boost::geometry;
using Place = bg::model::point<double, 3, bg::cs::cartesian>;
using Entry = std::pair<Place, std::size_t>;
using Tree = bg::index::rtree<Entry, bg::index::rstar<16>>;

constexpr std::size_t least = 30;
/// What is further from all points than so many of their mean distances lies in a hole.
constexpr double hole = 4;

Place place(const Point &x)
{
  return {x[0], x[1], x[2]};
}

class ScatteredField final : public Field
{
 public:
  ScatteredField(const FieldDomain &domain, std::vector<Point> points, std::vector<double> values,
                 std::string name)
      : domain_(domain), points_(std::move(points)), values_(std::move(values)), name_(std::move(name))
  {
    size_ = values_.size();
    lowest_ = *std::min_element(values_.begin(), values_.end());
    double volume = 1;
    for (unsigned d = 0; d < domain.dim; ++d) volume *= domain.upper[d] - domain.lower[d];
    spacing_ = std::pow(volume / double(size_), 1. / domain.dim);
    description_ = std::to_string(size_) + " scattered points";
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < size_; ++i)
      for (const Point &shift : images(points_[i])) entries.emplace_back(place(shift), i);
    tree_ = Tree(entries.begin(), entries.end());
  }

  std::vector<double> at(const std::vector<Point> &points) const override
  {
    std::vector<double> result;
    for (const Point &x : points) {
      const double value = fitted(x);
      result.push_back(positive() ? std::exp(value) : not_negative() ? std::max(value, 0.) : value);
    }
    return result;
  }

  /// A half of the points, chosen at random (always the same).
  std::unique_ptr<const Field> coarser(bool other_half) const override
  {
    std::vector<std::size_t> order(size_);
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::mt19937_64 random(1);
    std::shuffle(order.begin(), order.end(), random);
    std::vector<Point> points;
    std::vector<double> values;
    const std::size_t half = size_ / 2;
    for (std::size_t k = other_half ? half : 0; k < (other_half ? size_ : half); ++k) {
      points.push_back(points_[order[k]]);
      values.push_back(values_[order[k]]);
    }
    return std::make_unique<ScatteredField>(domain_, std::move(points), std::move(values), name_);
  }

 private:
  /// The point, and where the domain is periodic, its images near to the domain.
  std::vector<Point> images(const Point &x) const
  {
    std::vector<Point> result{x};
    for (unsigned d = 0; d < domain_.dim; ++d) {
      if (!domain_.periodic[d]) continue;
      const double period = domain_.upper[d] - domain_.lower[d];
      for (std::size_t k = 0, n = result.size(); k < n; ++k)
        for (const double turn : {-period, period}) {
          Point moved = result[k];
          moved[d] += turn;
          if (moved[d] > domain_.lower[d] - period / 4 && moved[d] < domain_.upper[d] + period / 4)
            result.push_back(moved);
        }
    }
    return result;
  }

  /// 1, t_d, t_d t_e in units of the distance of the farthest neighbour.
  static unsigned monomials(unsigned dim, const Point &t, double *m)
  {
    unsigned n = 0;
    m[n++] = 1;
    for (unsigned d = 0; d < dim; ++d) m[n++] = t[d];
    for (unsigned d = 0; d < dim; ++d)
      for (unsigned e = d; e < dim; ++e) m[n++] = t[d] * t[e];
    return n;
  }

  double fitted(const Point &x) const
  {
    const unsigned dim = domain_.dim, terms = dim == 2 ? 6 : 10, neighbours = dim == 2 ? 14 : 28;
    std::vector<Entry> near;
    tree_.query(bg::index::nearest(place(x), neighbours), std::back_inserter(near));
    double farthest = 0, nearest = std::numeric_limits<double>::infinity();
    for (const Entry &entry : near) {
      const double r = bg::distance(entry.first, place(x));
      farthest = std::max(farthest, r);
      nearest = std::min(nearest, r);
    }
    if (nearest > hole * spacing_) {
      std::string where;
      for (unsigned d = 0; d < dim; ++d) where += (d == 0 ? "" : ", ") + few_digits(x[d], 4);
      throw InputError(name_, "", "has no values around (" + where + "), which is in the domain",
                       "points all over the domain; --unit where they have another unit");
    }
    Eigen::MatrixXd a(near.size(), terms);
    Eigen::VectorXd b(near.size());
    for (std::size_t k = 0; k < near.size(); ++k) {
      const Place &p = near[k].first;
      const Point t{
          {(p.get<0>() - x[0]) / farthest, (p.get<1>() - x[1]) / farthest, (p.get<2>() - x[2]) / farthest}};
      const double r2 = t[0] * t[0] + t[1] * t[1] + t[2] * t[2], weight = std::exp(-2 * r2);
      std::array<double, 10> m{};
      monomials(dim, t, m.data());
      for (unsigned c = 0; c < terms; ++c) a(Eigen::Index(k), c) = weight * m[c];
      const double value = values_[near[k].second];
      b[Eigen::Index(k)] = weight * (positive() ? std::log(value) : value);
    }
    return a.colPivHouseholderQr().solve(b)[0];
  }

  FieldDomain domain_;
  std::vector<Point> points_;
  std::vector<double> values_;
  std::string name_;
  Tree tree_;
};

/// In each direction, the different coordinates.
std::vector<std::vector<double>> axes_of(const std::vector<Point> &points, const FieldDomain &domain,
                                         double tolerance = 1e-9)
{
  std::vector<std::vector<double>> axes;
  for (unsigned d = 0; d < domain.dim; ++d) {
    std::vector<double> x;
    for (const Point &point : points) x.push_back(point[d]);
    axes.push_back(distinct(std::move(x), tolerance * (domain.upper[d] - domain.lower[d])));
  }
  return axes;
}

/// Which of the different coordinates a point has.
using Index = std::array<std::size_t, 3>;
Index index_of(const Point &point, const std::vector<std::vector<double>> &axes)
{
  Index index{};
  for (unsigned d = 0; d < axes.size(); ++d)
    index[d] = std::size_t(std::upper_bound(axes[d].begin(), axes[d].end(), point[d]) - axes[d].begin()) - 1;
  return index;
}

/// Those at the same place come one after the other.
std::vector<std::pair<Index, std::size_t>> by_place(const std::vector<Point> &points,
                                                    const std::vector<std::vector<double>> &axes)
{
  std::vector<std::pair<Index, std::size_t>> sorted;
  for (std::size_t i = 0; i < points.size(); ++i) sorted.emplace_back(index_of(points[i], axes), i);
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

void require_different(const std::vector<Point> &points, const std::vector<std::vector<double>> &axes,
                       const std::string &name)
{
  const auto sorted = by_place(points, axes);
  const auto same = std::adjacent_find(sorted.begin(), sorted.end(),
                                       [](const auto &a, const auto &b) { return a.first == b.first; });
  if (same != sorted.end())
    throw InputError(name, "",
                     "gives a point twice, again as number " + std::to_string(std::next(same)->second + 1),
                     "each point once");
}
}  // namespace

void merge_corners(std::vector<Point> &points, std::vector<double> &values, const FieldDomain &domain,
                   double tolerance, const std::string &name)
{
  const auto axes = axes_of(points, domain, tolerance);
  const auto sorted = by_place(points, axes);
  double largest = 0;
  for (const double value : values) largest = std::max(largest, std::abs(value));
  std::vector<Point> places;
  std::vector<double> own;
  for (std::size_t k = 0; k < sorted.size(); ++k) {
    const auto &[index, i] = sorted[k];
    if (k == 0 || index != sorted[k - 1].first) {
      Point place{};
      for (unsigned d = 0; d < domain.dim; ++d) place[d] = axes[d][index[d]];
      places.push_back(place);
      own.push_back(values[i]);
    } else if (std::abs(values[i] - own.back()) > 1e-6 * largest)
      throw InputError(name, few_digits(own.back()) + " and " + few_digits(values[i]),
                       "are values at one point, number " + std::to_string(i + 1) +
                           " and another one: the function jumps there",
                       "a continuous function; means of cells on a grid (--axes cells)");
  }
  points = std::move(places);
  values = std::move(own);
}

std::unique_ptr<const Field> make_scattered_field(std::vector<Point> points, std::vector<double> values,
                                                  const FieldDomain &domain, const std::string &name)
{
  GridValues grid;
  grid.axes = axes_of(points, domain);
  require_different(points, grid.axes, name);
  double total = 1;
  for (const auto &axis : grid.axes) total *= double(axis.size());
  if (total == double(values.size())) {
    grid.values.resize(values.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      const Index index = index_of(points[i], grid.axes);
      std::size_t place = 0;
      for (unsigned d = 0; d < domain.dim; ++d) place = place * grid.axes[d].size() + index[d];
      grid.values[place] = values[i];
    }
    return make_grid_field(std::move(grid), domain, name);
  }
  if (values.size() < least)
    throw InputError(name, std::to_string(values.size()) + " points", "are too few",
                     "at least " + std::to_string(least));
  return std::make_unique<ScatteredField>(domain, std::move(points), std::move(values), name);
}

}  // namespace gammaflow
