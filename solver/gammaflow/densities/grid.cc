// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/csv_table.h>
#include <gammaflow/base/distinct.h>
#include <gammaflow/densities/density_parameters.h>
#include <gammaflow/densities/samples.h>
#include <gammaflow/densities/tensor_expansion.h>

#include <boost/math/interpolators/cardinal_cubic_b_spline.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <memory>
#include <set>
#include <sstream>
#include <string>

namespace gammaflow
{
namespace
{
const DeclareDensity declared([](dealii::ParameterHandler &prm) {
  prm.declare_entry(
      "interpolation", "multilinear", dealii::Patterns::Selection("multilinear|cubic spline"),
      "Grid: multilinear keeps positivity (order 2); cubic spline (order 4) needs equal spacing and may "
      "overshoot.");
  prm.declare_entry(
      "grid points", "auto", dealii::Patterns::Selection("auto|nodes|cells|periodic"),
      "Grid: where its points lie. nodes: from one end of the domain to the other, or beyond; cells: in the "
      "middle of equal cells that fill the domain; periodic: a whole period without its last point, which is "
      "the first one again. auto: what fits, direction by direction.");
});

/// How the data go on beyond the first and the last point: not at all (they cover the domain), as in a mirror
/// half a cell beyond them, or periodically.
enum class Beyond { nothing, mirror, period };

/// The index of the point that stands for the point i, which may be negative or beyond the last one.
std::size_t source(long i, std::size_t n, Beyond beyond)
{
  const long count = long(n), period = beyond == Beyond::mirror ? 2 * count : count;
  const long j = ((i % period) + period) % period;
  return std::size_t(j < count ? j : period - 1 - j);
}

/// With `more` points of equal distance in front and behind.
std::vector<double> extended(const std::vector<double> &points, std::size_t more)
{
  const double h = (points.back() - points.front()) / double(points.size() - 1);
  std::vector<double> result;
  for (std::size_t i = more; i > 0; --i) result.push_back(points.front() - double(i) * h);
  result.insert(result.end(), points.begin(), points.end());
  for (std::size_t i = 1; i <= more; ++i) result.push_back(points.back() + double(i) * h);
  return result;
}

/// Hat functions on ascending points.
TensorExpansion::Basis linear(const std::vector<double> &given, const Beyond beyond)
{
  const std::size_t n = given.size(), more = beyond == Beyond::nothing ? 0 : 1;
  return {n, [points = more > 0 ? extended(given, more) : given, n, more, beyond](double x, double *values) {
            std::fill(values, values + n, 0.);
            x = std::clamp(x, points.front(), points.back());
            const auto right =
                std::max<std::size_t>(1, std::lower_bound(points.begin(), points.end(), x) - points.begin());
            const double t = (x - points[right - 1]) / (points[right] - points[right - 1]);
            values[source(long(right - 1) - long(more), n, beyond)] += 1 - t;
            values[source(long(right) - long(more), n, beyond)] += t;
          }};
}

/// The cardinal cubic splines of equidistant points: the interpolants of the unit vectors (derivatives at the
/// ends estimated from the data, as Boost does). Mirrored and periodic data go on so far that the ends, whose
/// influence falls by 2 - sqrt(3) per point, are not felt.
TensorExpansion::Basis cubic(const std::vector<double> &given, const Beyond beyond)
{
  const std::size_t n = given.size(), more = beyond == Beyond::nothing ? 0 : 24;
  const std::vector<double> points = more > 0 ? extended(given, more) : given;

  using Spline = boost::math::interpolators::cardinal_cubic_b_spline<double>;
  const double h = (points.back() - points.front()) / double(points.size() - 1);
  auto splines = std::make_shared<std::vector<Spline>>();
  std::vector<double> unit(points.size(), 0.);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < points.size(); ++k)
      unit[k] = source(long(k) - long(more), n, beyond) == i ? 1 : 0;
    splines->emplace_back(unit.data(), unit.size(), points.front(), h);
  }
  const double first = points.front(), last = points.back();
  return {n, [splines, first, last](double x, double *values) {
            x = std::clamp(x, first, last);
            for (std::size_t i = 0; i < splines->size(); ++i) values[i] = (*splines)[i](x);
          }};
}

bool equally_spaced(const std::vector<double> &x, double tolerance)
{
  for (std::size_t i = 0; i < x.size(); ++i)
    if (std::abs(x[i] - x[0] - double(i) * (x.back() - x[0]) / double(x.size() - 1)) > tolerance)
      return false;
  return true;
}

/// What the points of a direction are; refuses those that leave a part of the domain without data.
Beyond beyond(const Density::Context &context, const DensityReader &reader, unsigned d,
              const std::vector<double> &x)
{
  const std::string given = context.parameters.text(context.section, "grid points");
  const double lower = context.lower[d], upper = context.upper[d], length = upper - lower;
  const double h = (x.back() - x.front()) / double(x.size() - 1), tolerance = 1e-3 * h;
  const bool covers = x.front() <= lower + 1e-9 * length && x.back() >= upper - 1e-9 * length;
  const bool fills = equally_spaced(x, tolerance) && std::abs(double(x.size()) * h - length) <= tolerance;
  const bool centred = fills && std::abs(x.front() - h / 2 - lower) <= tolerance;
  const bool whole_period = fills && context.periodic[d];
  if ((given == "auto" || given == "nodes") && covers) return Beyond::nothing;
  if ((given == "auto" || given == "periodic" || (given == "cells" && centred)) && whole_period)
    return Beyond::period;
  if ((given == "auto" || given == "cells") && centred) return Beyond::mirror;
  std::ostringstream why;
  why << "does not cover the domain in "
      << "xyz"[d] << ": the grid from " << x.front() << " to " << x.back() << ", the domain from " << lower
      << " to " << upper;
  if (given != "auto") why << "; `grid points` is " << given;
  reader.reject(
      "file", why.str(),
      "a grid that covers the domain; or points in the middle of equal cells that fill it; or, where "
      "the boundary is periodic, equally spaced points of one period");
}

const Register<Density> registered(
    "grid", {"from a CSV file of values on a regular grid: multilinear or cubic spline"}, make_from_grid);
}  // namespace

std::unique_ptr<Density> make_from_grid(const Density::Context &context)
{
  const DensityReader reader(context);
  const Parameters &p = context.parameters;
  const unsigned dim = context.dim;
  const CsvTable table(reader.data_file("a CSV file of x[, y[, z]], value"));
  auto columns = p.list(context.section, "columns");
  if (columns.empty())
    for (std::size_t c = 1; c <= table.n_columns(); ++c) columns.push_back(std::to_string(c));
  if (columns.size() != dim + 1)
    reader.reject("columns", "gives " + std::to_string(columns.size()) + " columns of " + table.path(),
                  std::to_string(dim + 1) + ": the coordinates, then the value");

  const bool spline = p.text(context.section, "interpolation") == "cubic spline";
  const std::size_t least = spline ? 5 : 2;
  std::array<std::vector<double>, 3> points{{{0}, {0}, {0}}}, coordinate;
  std::array<TensorExpansion::Basis, 3> basis;
  std::array<double, 3> tolerance{};
  std::ostringstream text;
  std::set<std::string> kinds;
  double points_in_all = 1;
  text << std::filesystem::path(table.path()).filename().string() << ", grid of ";
  for (unsigned d = 0; d < dim; ++d) {
    const std::string direction(1, "xyz"[d]);
    const double length = context.upper[d] - context.lower[d];
    tolerance[d] = 1e-9 * length;
    coordinate[d] = table.numbers(table.find_column(columns[d]));
    auto &x = points[d] = distinct(coordinate[d], tolerance[d]);
    if (x.size() < least)
      reader.reject("file", "has " + std::to_string(x.size()) + " grid points in " + direction,
                    "at least " + std::to_string(least));
    const Beyond further = beyond(context, reader, d, x);
    if (const double mib = double(x.size()) * double(x.size() + 48) * 8 / 1048576;
        spline && mib > p.number("memory", "limit"))
      reader.reject("interpolation",
                    "needs a spline for each of " + std::to_string(x.size()) +
                        " points, which do not fit into `memory/limit`",
                    "multilinear");
    if (spline && !equally_spaced(x, 1e-6 * length))
      reader.reject("interpolation", "needs equal spacing, which the grid does not have in " + direction,
                    "multilinear, or a grid of equal spacing");
    basis[d] = spline ? cubic(x, further) : linear(x, further);
    points_in_all *= double(x.size());
    if (further != Beyond::nothing) kinds.insert(further == Beyond::mirror ? "cell centres" : "one period");
    text << (d == 0 ? "" : " x ") << x.size();
  }
  text << " points, ";
  for (const auto &kind : kinds) text << kind << ", ";
  text << p.text(context.section, "interpolation") << " interpolation";

  const std::vector<double> values = table.numbers(table.find_column(columns[dim]));
  if (points_in_all > double(values.size())) {
    std::ostringstream why;
    why << "is not a full grid: " << points_in_all - double(values.size()) << " of " << points_in_all
        << " points are missing";
    reader.reject("file", why.str(), "every combination of the coordinates, in any order");
  }
  const double missing = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> coefficients(points[0].size() * points[1].size() * points[2].size(), missing);
  for (std::size_t r = 0; r < values.size(); ++r) {
    std::size_t index = 0;
    for (unsigned d = 3; d-- > 0;) {
      // the first of the entries that are one is not above it
      const auto at = d < dim ? std::upper_bound(points[d].begin(), points[d].end(), coordinate[d][r]) -
                                    points[d].begin() - 1
                              : 0;
      index = index * points[d].size() + std::size_t(at);
    }
    if (!std::isnan(coefficients[index]))
      reader.reject("file", "gives a grid point twice, again in line " + std::to_string(table.line(r)),
                    "each point of the grid once");
    coefficients[index] = values[r];
  }
  // As many different points as the grid has: all of them.
  std::vector<std::pair<Point, double>> data(values.size(), {Point{}, 0.});
  for (std::size_t r = 0; r < values.size(); ++r) {
    for (unsigned d = 0; d < dim; ++d) data[r].first[d] = coordinate[d][r];
    data[r].second = values[r];
  }
  return std::make_unique<TensorExpansion>(basis, coefficients, text.str(), std::move(data));
}

}  // namespace gammaflow
