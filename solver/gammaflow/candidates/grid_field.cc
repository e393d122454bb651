// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/candidates/field.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
constexpr std::size_t least = 5;

/// One direction: its points, beyond the ends of the period where it has one.
struct Axis {
  AxisKind kind = AxisKind::points;
  std::vector<double> x;      ///< where values stand
  std::vector<double> edges;  ///< of cells
  double period = 0;
};

/// Neighbours that are all but one would divide by their distance.
void require_ascending(const std::vector<double> &x, double tolerance, const std::string &name)
{
  for (std::size_t i = 1; i < x.size(); ++i)
    if (!(x[i] - x[i - 1] > tolerance))
      throw InputError(name + ", entry " + std::to_string(i + 1), few_digits(x[i], 8), "does not ascend",
                       "an axis in ascending order, each entry once");
}

std::string from_to(const std::vector<double> &x, double lower, double upper)
{
  return "from " + few_digits(x.front(), 6) + " to " + few_digits(x.back(), 6) + ", the domain from " +
         few_digits(lower, 6) + " to " + few_digits(upper, 6);
}

std::vector<double> middles(const std::vector<double> &edges)
{
  std::vector<double> x;
  for (std::size_t i = 1; i < edges.size(); ++i) x.push_back((edges[i - 1] + edges[i]) / 2);
  return x;
}

Axis axis_of(const std::vector<double> &given, std::size_t values, double lower, double upper, bool periodic,
             const std::string &name)
{
  require_ascending(given, 1e-9 * (upper - lower), name);
  if (given.size() != values && given.size() != values + 1)
    throw InputError(name, std::to_string(given.size()) + " entries",
                     "does not fit to " + std::to_string(values) + " values",
                     std::to_string(values) + ", or the " + std::to_string(values + 1) + " ends of cells");
  if (values < least)
    throw InputError(name, std::to_string(values), "are too few values in a direction",
                     "at least " + std::to_string(least));
  Axis axis;
  axis.period = periodic ? upper - lower : 0;
  const double tolerance = 1e-6 * (upper - lower);
  const auto refuse = [&] {
    throw InputError(name, "", "does not cover the domain: it goes " + from_to(given, lower, upper),
                     "a grid of the whole domain; --unit where it has another unit");
  };
  // values stand for their turns, so that cells beyond the period would be there twice
  const auto require_period = [&] {
    const double extent = axis.edges.back() - axis.edges.front();
    if (periodic && std::abs(extent - axis.period) > tolerance)
      throw InputError(name, few_digits(extent, 8),
                       "is the length of its cells, and another one is the period",
                       few_digits(axis.period, 8) + "; without the cells beyond the domain");
  };
  if (given.size() == values + 1) {
    axis.kind = AxisKind::cells;
    axis.edges = given;
    axis.x = middles(given);
    if (given.front() > lower + tolerance || given.back() < upper - tolerance) refuse();
    require_period();
    return axis;
  }
  axis.x = given;
  const double first = given[1] - given[0], last = given[values - 1] - given[values - 2];
  if (given.front() <= lower + tolerance && given.back() >= upper - tolerance) return axis;
  const double before = given.front() - lower, after = upper - given.back();
  const bool in_middles =
      std::abs(before - first / 2) <= 0.01 * first && std::abs(after - last / 2) <= 0.01 * last;
  if (periodic && !in_middles && std::abs(before + after - (first + last) / 2) <= 0.01 * first) {
    axis.kind = AxisKind::period;
    return axis;
  }
  // what stands in the middle of cells may well be their means
  if (before > 0.51 * first + tolerance || after > 0.51 * last + tolerance) refuse();
  axis.kind = AxisKind::cells;
  axis.edges = {before < 0 ? given.front() - first / 2 : lower};
  for (std::size_t i = 1; i < values; ++i) axis.edges.push_back((given[i - 1] + given[i]) / 2);
  axis.edges.push_back(after < 0 ? given.back() + last / 2 : upper);
  require_period();
  return axis;
}

class GridField final : public Field
{
 public:
  GridField(const FieldDomain &domain, std::vector<Axis> axes, std::vector<double> values)
      : domain_(domain), axes_(std::move(axes)), values_(std::move(values))
  {
    size_ = values_.size();
    lowest_ = *std::min_element(values_.begin(), values_.end());
    spacing_ = std::numeric_limits<double>::infinity();
    description_ = "grid of ";
    for (std::size_t d = 0; d < axes_.size(); ++d) {
      for (std::size_t i = 1; i < axes_[d].x.size(); ++i)
        spacing_ = std::min(spacing_, axes_[d].x[i] - axes_[d].x[i - 1]);
      description_ += (d == 0 ? "" : " x ") + std::to_string(axes_[d].x.size());
    }
    transformed_ = values_;
    if (positive())
      for (double &value : transformed_) value = std::log(value);
  }

  std::vector<double> at(const std::vector<Point> &points) const override
  {
    std::vector<double> result;
    result.reserve(points.size());
    for (const Point &x : points) {
      const double value = interpolated(x);
      result.push_back(positive() ? std::exp(value) : not_negative() ? std::max(value, 0.) : value);
    }
    return result;
  }

  std::unique_ptr<const Field> coarser(bool other_half) const override
  {
    std::vector<Axis> axes;
    std::vector<double> values = values_;
    std::size_t before = 1, after = values.size();
    for (const Axis &axis : axes_) {
      after /= axis.x.size();
      const auto groups = groups_of(axis, other_half);
      axes.push_back(coarse(axis, groups));
      std::vector<double> next(before * groups.size() * after, 0.);
      for (std::size_t b = 0; b < before; ++b)
        for (std::size_t g = 0; g < groups.size(); ++g)
          for (const std::size_t i : groups[g])
            for (std::size_t a = 0; a < after; ++a)
              next[(b * groups.size() + g) * after + a] +=
                  values[(b * axis.x.size() + i) * after + a] * share(axis, groups[g], i);
      values = std::move(next);
      before *= groups.size();
    }
    return std::make_unique<GridField>(domain_, std::move(axes), std::move(values));
  }

 private:
  /// Which entries become one: every second point stays, cells are joined in pairs. The ends stay.
  static std::vector<std::vector<std::size_t>> groups_of(const Axis &axis, bool other_half)
  {
    std::vector<std::vector<std::size_t>> groups;
    const std::size_t n = axis.x.size();
    const bool ends = axis.kind == AxisKind::points, cells = axis.kind == AxisKind::cells;
    if (other_half && axis.kind != AxisKind::period) groups.push_back({0});
    for (std::size_t i = other_half ? 1 : 0; i < n; i += 2) {
      groups.push_back({i});
      if (cells && i + 1 < n) groups.back().push_back(i + 1);
    }
    if (ends && groups.back().front() != n - 1) groups.push_back({n - 1});
    return groups;
  }
  static double share(const Axis &axis, const std::vector<std::size_t> &group, std::size_t i)
  {
    if (axis.kind != AxisKind::cells) return 1;
    return (axis.edges[i + 1] - axis.edges[i]) / (axis.edges[group.back() + 1] - axis.edges[group.front()]);
  }
  static Axis coarse(const Axis &axis, const std::vector<std::vector<std::size_t>> &groups)
  {
    Axis result;
    result.kind = axis.kind;
    result.period = axis.period;
    if (axis.kind == AxisKind::cells) {
      for (const auto &group : groups) result.edges.push_back(axis.edges[group.front()]);
      result.edges.push_back(axis.edges.back());
      result.x = middles(result.edges);
    } else
      for (const auto &group : groups) result.x.push_back(axis.x[group.front()]);
    return result;
  }

  /// The four points around x (of fewer, all), and Lagrange's polynomials there.
  struct Stencil {
    std::array<std::size_t, 4> index{};
    std::array<double, 4> weight{};
    unsigned width = 4;
  };
  static Stencil stencil(const Axis &axis, double x)
  {
    const long n = long(axis.x.size());
    Stencil s;
    s.width = unsigned(std::min<long>(4, n));
    const bool wraps = axis.period > 0 && axis.kind != AxisKind::points;
    if (wraps) x -= std::floor((x - axis.x.front()) / axis.period) * axis.period;
    long first = long(std::upper_bound(axis.x.begin(), axis.x.end(), x) - axis.x.begin()) - 2;
    if (!wraps) first = std::clamp(first, 0L, n - long(s.width));
    std::array<double, 4> place{};
    for (unsigned k = 0; k < s.width; ++k) {
      const long i = first + long(k), turn = i < 0 ? -1 : i >= n ? 1 : 0;
      s.index[k] = std::size_t(i - turn * n);
      place[k] = axis.x[s.index[k]] + double(turn) * axis.period;
    }
    for (unsigned k = 0; k < s.width; ++k) {
      s.weight[k] = 1;
      for (unsigned m = 0; m < s.width; ++m)
        if (m != k) s.weight[k] *= (x - place[m]) / (place[k] - place[m]);
    }
    return s;
  }

  double interpolated(const Point &x) const
  {
    std::array<Stencil, 3> s;
    for (Stencil &one : s) one = {{{0}}, {{1}}, 1};
    std::array<std::size_t, 3> count{{1, 1, 1}};
    for (std::size_t d = 0; d < axes_.size(); ++d) {
      s[d] = stencil(axes_[d], x[d]);
      count[d] = axes_[d].x.size();
    }
    double sum = 0;
    for (unsigned i = 0; i < s[0].width; ++i)
      for (unsigned j = 0; j < s[1].width; ++j)
        for (unsigned k = 0; k < s[2].width; ++k)
          sum += s[0].weight[i] * s[1].weight[j] * s[2].weight[k] *
                 transformed_[(s[0].index[i] * count[1] + s[1].index[j]) * count[2] + s[2].index[k]];
    return sum;
  }

  FieldDomain domain_;
  std::vector<Axis> axes_;
  std::vector<double> values_, transformed_;
};
}  // namespace

std::vector<double> even_axis(double lower, double upper, std::size_t n, AxisKind kind)
{
  std::vector<double> axis;
  const std::size_t parts = kind == AxisKind::points ? n - 1 : n;
  const std::size_t entries = kind == AxisKind::cells ? n + 1 : n;
  for (std::size_t i = 0; i < entries; ++i)
    axis.push_back(i == parts ? upper : lower + (upper - lower) * double(i) / double(parts));
  return axis;
}

std::unique_ptr<const Field> make_grid_field(GridValues grid, const FieldDomain &domain,
                                             const std::string &name)
{
  std::vector<Axis> axes;
  std::vector<std::size_t> counts;
  std::size_t total = 1;
  for (std::size_t d = 0; d < grid.axes.size(); ++d) total *= grid.axes[d].size();
  const bool of_points = total == grid.values.size();
  total = 1;
  for (unsigned d = 0; d < domain.dim; ++d) {
    const std::size_t n = grid.axes[d].size() - (of_points ? 0 : 1);
    axes.push_back(axis_of(grid.axes[d], n, domain.lower[d], domain.upper[d], domain.periodic[d],
                           name + ", axis " + "xyz"[d]));
    total *= n;
  }
  if (total != grid.values.size())
    throw InputError(name, std::to_string(grid.values.size()) + " values", "do not fit to the axes",
                     std::to_string(total));
  return std::make_unique<GridField>(domain, std::move(axes), std::move(grid.values));
}

}  // namespace gammaflow
