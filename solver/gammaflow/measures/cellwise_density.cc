// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/measures/cellwise_density.h>

#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace gammaflow
{
CellwiseDensity::CellwiseDensity(const Grid1D &grid, const std::vector<double> &nodal_values)
    : reference_(grid.degree), vertices_(grid.vertices)
{
  const std::size_t n_cells = cells(), width = grid.degree + 1;
  values_.resize(n_cells * width);
  cell_integral_.assign(n_cells, 0.0);
  for (std::size_t k = 0; k < n_cells; ++k)
    for (std::size_t j = 0; j < width; ++j) {
      values_[k * width + j] = nodal_values[k * grid.degree + j];
      cell_integral_[k] +=
          (vertices_[k + 1] - vertices_[k]) * reference_.weights()[j] * values_[k * width + j];
    }
  left_.assign(n_cells + 1, 0.0);
  right_.assign(n_cells + 1, 0.0);
  for (std::size_t k = 0; k < n_cells; ++k) left_[k + 1] = left_[k] + cell_integral_[k];
  for (std::size_t k = n_cells; k-- > 0;) right_[k] = right_[k + 1] + cell_integral_[k];
}

std::size_t CellwiseDensity::cell_of(double x) const
{
  const auto after = std::upper_bound(vertices_.begin() + 1, vertices_.end() - 1, x);
  return std::size_t(after - vertices_.begin()) - 1;
}

double CellwiseDensity::value(std::size_t cell, double x) const
{
  const unsigned width = reference_.degree() + 1;
  std::array<double, 32> shape;
  reference_.values((x - vertices_[cell]) / (vertices_[cell + 1] - vertices_[cell]), shape.data());
  double sum = 0;
  for (unsigned j = 0; j < width; ++j) sum += shape[j] * values_[cell * width + j];
  return sum;
}

double CellwiseDensity::integral(std::size_t cell, double x, double length) const
{
  // Seven Gauss points are exact up to degree 13: more than any degree of the space.
  const double half = length / 2;
  return half * boost::math::quadrature::gauss<double, 7>::integrate(
                    [&](double s) { return value(cell, x + half * (1 + s)); }, -1.0, 1.0);
}

double CellwiseDensity::largest(std::size_t cell, double x0, double x1) const
{
  // The Lebesgue constant of Gauss-Lobatto interpolation is below 3 for every degree up to 20.
  double largest_at_nodes = 0;
  for (const double t : reference_.points())
    largest_at_nodes = std::max(largest_at_nodes, std::abs(value(cell, x0 + t * (x1 - x0))));
  return 3 * largest_at_nodes;
}

double CellwiseDensity::left_of(double x) const
{
  const std::size_t k = cell_of(x);
  return left_[k] + integral(k, vertices_[k], x - vertices_[k]);
}

double CellwiseDensity::right_of(double x) const
{
  const std::size_t k = cell_of(x);
  return right_[k + 1] + integral(k, x, vertices_[k + 1] - x);
}

double CellwiseDensity::displacement(double x, double mass) const
{
  if (mass > 0) return displacement_to_the_right(x, mass);
  if (mass < 0) return -displacement_to_the_left(x, -mass);
  return 0;
}

namespace
{
/// The root of an increasing function on [0, length] with f(0) < 0 <= f(length) = at_end.
template <class Function>
double increasing_root(const Function &f, double length, double at_zero, double at_end)
{
  if (at_end <= 0) return length;
  std::uintmax_t iterations = 200;
  const auto bracket = boost::math::tools::toms748_solve(
      f, 0.0, length, at_zero, at_end, boost::math::tools::eps_tolerance<double>(50), iterations);
  return bracket.first + (bracket.second - bracket.first) / 2;
}
}  // namespace

double CellwiseDensity::displacement_to_the_right(double x, double mass) const
{
  std::size_t cell = cell_of(x);
  double start = x, walked = 0;
  while (true) {
    const double end = vertices_[cell + 1];
    const double available =
        start == vertices_[cell] ? cell_integral_[cell] : integral(cell, start, end - start);
    if (mass <= available)
      return walked + increasing_root([&](double s) { return integral(cell, start, s) - mass; }, end - start,
                                      -mass, available - mass);
    if (++cell == cells()) return vertices_.back() - x;
    mass -= available;
    start = end;
    walked = start - x;
    if (!(mass > 0)) return walked;
  }
}

double CellwiseDensity::displacement_to_the_left(double x, double mass) const
{
  std::size_t cell = cell_of(x);
  double start = x, walked = 0;
  while (true) {
    const double end = vertices_[cell];
    const double available =
        start == vertices_[cell + 1] ? cell_integral_[cell] : integral(cell, end, start - end);
    if (mass <= available)
      return walked + increasing_root([&](double s) { return -integral(cell, start, -s) - mass; },
                                      start - end, -mass, available - mass);
    if (cell-- == 0) return x - vertices_.front();
    mass -= available;
    start = end;
    walked = x - start;
    if (!(mass > 0)) return walked;
  }
}

}  // namespace gammaflow
