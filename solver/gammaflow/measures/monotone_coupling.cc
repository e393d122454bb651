// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/measures/monotone_coupling.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
double mass(const Grid1D &grid, const Vector &u)
{
  double sum = 0;
  for (std::size_t i = 0; i < grid.size(); ++i) sum += grid.weights[i] * data(u)[i];
  return sum;
}

std::vector<double> normalized(const Grid1D &grid, const Vector &u)
{
  const double m = mass(grid, u);
  std::vector<double> values(data(u), data(u) + grid.size());
  for (double &value : values) value /= m;
  return values;
}

/// f/m_f - g/m_g = ((f - g) - f (m_f - m_g)/m_f)/m_g: both differences are taken of the data, which loses
/// nothing.
std::vector<double> normalized_difference(const Grid1D &grid, const Vector &f, const Vector &g)
{
  const double mass_f = mass(grid, f), mass_g = mass(grid, g);
  double mass_difference = 0;
  for (std::size_t i = 0; i < grid.size(); ++i)
    mass_difference += grid.weights[i] * (data(f)[i] - data(g)[i]);
  std::vector<double> values(grid.size());
  for (std::size_t i = 0; i < grid.size(); ++i)
    values[i] = ((data(f)[i] - data(g)[i]) - data(f)[i] * (mass_difference / mass_f)) / mass_g;
  return values;
}

/// The displacement D from x such that the mass of `to` left of x + D is the mass `left` that another density
/// has left of x; `difference` is that mass minus the mass of `to` left of x. Of the three ways to say so,
/// the one that moves the least mass is the most accurate.
double displacement_between(const CellwiseDensity &to, double x, double left, double right, double difference)
{
  const double lower = to.vertices().front(), upper = to.vertices().back();
  if (std::abs(difference) <= std::min(left, right)) return to.displacement(x, difference);
  if (left <= right) return (lower - x) + to.displacement(lower, left);
  return (upper - x) + to.displacement(upper, -right);
}
}  // namespace

MonotoneCoupling::MonotoneCoupling(const Grid1D &grid, const Vector &f, const Vector &g)
    : f_(grid, normalized(grid, f)),
      g_(grid, normalized(grid, g)),
      difference_(grid, normalized_difference(grid, f, g))
{
  for (const double x : f_.vertices())
    h_.push_back(f_.left_of(x) <= 0.5 ? difference_.left_of(x) : -difference_.right_of(x));
}

double MonotoneCoupling::cdf_difference(double x) const
{
  const std::size_t k = f_.cell_of(x);
  const std::vector<double> &vertex = f_.vertices();
  // Away from the end from which H was summed.
  if (f_.left_of(x) <= 0.5) return h_[k] + difference_.integral(k, vertex[k], x - vertex[k]);
  return h_[k + 1] - difference_.integral(k, x, vertex[k + 1] - x);
}

double MonotoneCoupling::displacement(double x) const
{
  return displacement_between(g_, x, f_.left_of(x), f_.right_of(x), cdf_difference(x));
}

std::vector<double> MonotoneCoupling::breakpoints() const
{
  std::vector<double> points = f_.vertices();
  const std::vector<double> &vertex = g_.vertices();
  const double lower = vertex.front(), upper = vertex.back();
  for (std::size_t k = 1; k + 1 < vertex.size(); ++k) {
    const double y = vertex[k];
    const double x = y + displacement_between(f_, y, g_.left_of(y), g_.right_of(y), -h_[k]);
    points.push_back(std::clamp(x, lower, upper));
  }
  std::sort(points.begin(), points.end());
  return points;
}

const Grid1D &quantile_grid(const std::string &distance, const Space &space)
{
  if (space.dim() != 1)
    throw InputError("distance " + distance, std::to_string(space.dim()) + " dimensions",
                     "it is computed by quantiles", "1 dimension");
  if (space.tensor_grid() == nullptr)
    throw InputError("distance " + distance, "a general mesh", "it is computed by quantiles", "shape = box");
  if (space.periodic(0))
    throw InputError("distance " + distance, "a periodic domain",
                     "it is computed by quantiles on an interval", "boundary = no-flux");
  return space.tensor_grid()->direction[0];
}

}  // namespace gammaflow
