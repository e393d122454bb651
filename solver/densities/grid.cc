#include <gammaflow/densities/csv_table.h>
#include <gammaflow/densities/density_parameters.h>
#include <gammaflow/densities/tensor_expansion.h>

#include <boost/math/interpolators/cardinal_cubic_b_spline.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <memory>
#include <sstream>

namespace gammaflow
{
namespace
{
const DeclareDensity declared([](dealii::ParameterHandler &prm) {
  prm.declare_entry(
      "interpolation", "multilinear", dealii::Patterns::Selection("multilinear|cubic spline"),
      "Grid: multilinear keeps positivity (order 2); cubic spline (order 4) needs equal spacing and may "
      "overshoot.");
});

/// Hat functions on ascending points.
TensorExpansion::Basis linear(const std::vector<double> &points)
{
  return {points.size(), [points](double x, double *values) {
            std::fill(values, values + points.size(), 0.);
            x = std::clamp(x, points.front(), points.back());
            const auto right =
                std::max<std::size_t>(1, std::lower_bound(points.begin(), points.end(), x) - points.begin());
            const double t = (x - points[right - 1]) / (points[right] - points[right - 1]);
            values[right - 1] = 1 - t;
            values[right] = t;
          }};
}

/// The cardinal cubic splines of equidistant points: the interpolants of the unit vectors (derivatives at the
/// ends estimated from the data, as Boost does).
TensorExpansion::Basis cubic(const std::vector<double> &points)
{
  using Spline = boost::math::interpolators::cardinal_cubic_b_spline<double>;
  const double h = (points.back() - points.front()) / double(points.size() - 1);
  auto splines = std::make_shared<std::vector<Spline>>();
  std::vector<double> unit(points.size(), 0.);
  for (std::size_t i = 0; i < points.size(); ++i) {
    unit[i] = 1;
    splines->emplace_back(unit.data(), unit.size(), points.front(), h);
    unit[i] = 0;
  }
  const double first = points.front(), last = points.back();
  return {points.size(), [splines, first, last](double x, double *values) {
            x = std::clamp(x, first, last);
            for (std::size_t i = 0; i < splines->size(); ++i) values[i] = (*splines)[i](x);
          }};
}

/// The different entries, ascending; entries closer than `tolerance` are one.
std::vector<double> distinct(std::vector<double> x, double tolerance)
{
  std::sort(x.begin(), x.end());
  std::vector<double> result;
  for (const double value : x)
    if (result.empty() || value - result.back() > tolerance) result.push_back(value);
  return result;
}

std::unique_ptr<Density> read_grid(const Density::Context &context)
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
    if (x.front() > context.lower[d] + tolerance[d] || x.back() < context.upper[d] - tolerance[d]) {
      std::ostringstream why;
      why << "does not cover the domain in " << direction << ": the grid from " << x.front() << " to "
          << x.back() << ", the domain from " << context.lower[d] << " to " << context.upper[d];
      reader.reject("file", why.str(), "a grid that covers the domain");
    }
    for (std::size_t i = 0; spline && i < x.size(); ++i)
      if (std::abs(x[i] - x[0] - double(i) * (x.back() - x[0]) / double(x.size() - 1)) > 1e-6 * length)
        reader.reject("interpolation", "needs equal spacing, which the grid does not have in " + direction,
                      "multilinear, or a grid of equal spacing");
    basis[d] = spline ? cubic(x) : linear(x);
    text << (d == 0 ? "" : " x ") << x.size();
  }
  text << " points, " << p.text(context.section, "interpolation") << " interpolation";

  const double missing = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> coefficients(points[0].size() * points[1].size() * points[2].size(), missing);
  const std::vector<double> values = table.numbers(table.find_column(columns[dim]));
  for (std::size_t r = 0; r < values.size(); ++r) {
    std::size_t index = 0;
    for (unsigned d = 3; d-- > 0;) {
      const auto at =
          d < dim ? std::lower_bound(points[d].begin(), points[d].end(), coordinate[d][r] - tolerance[d]) -
                        points[d].begin()
                  : 0;
      index = index * points[d].size() + std::size_t(at);
    }
    if (!std::isnan(coefficients[index]))
      reader.reject("file", "gives a grid point twice, again in line " + std::to_string(table.line(r)),
                    "each point of the grid once");
    coefficients[index] = values[r];
  }
  if (const auto n = std::count_if(coefficients.begin(), coefficients.end(),
                                   [](double value) { return std::isnan(value); });
      n > 0)
    reader.reject("file",
                  "is not a full grid: " + std::to_string(n) + " of " + std::to_string(coefficients.size()) +
                      " points are missing",
                  "every combination of the coordinates, in any order");
  return std::make_unique<TensorExpansion>(basis, coefficients, text.str());
}

const Register<Density> registered(
    "grid", {"from a CSV file of values on a regular grid: multilinear or cubic spline"}, read_grid);
}  // namespace
}  // namespace gammaflow
