// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/measures/density_points.h>
#include <gammaflow/measures/fine_points.h>
#include <gammaflow/spaces/lines/lagrange_interpolation.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
std::size_t parts_of_cells(const Space &space, std::size_t points)
{
  const TensorGrid *grid = space.tensor_grid();
  if (grid == nullptr || !grid->uniform()) return 1;
  return std::size_t(std::max(1., std::pow(double(points) / double(space.n_nodes()), 1. / space.dim())));
}

PointMeasure fine_points(const Space &space, const Vector &u, std::size_t parts)
{
  if (parts == 1) return points_of_density(space, u);
  const TensorGrid &coarse = *space.tensor_grid();
  std::vector<double> values(data(u), data(u) + size(u));
  const bool positive = std::all_of(values.begin(), values.end(), [](double value) { return value > 0; });
  if (positive)
    for (double &value : values) value = std::log(value);
  TensorGrid fine = coarse;
  std::size_t below = 1;
  for (unsigned d = 0; d < coarse.dim; ++d) {
    const Grid1D &g = coarse.direction[d];
    fine.direction[d] = Grid1D::build(g.lower, g.upper, parts * g.cells(), 1, g.degree, g.periodic);
    values = interpolate_direction(LagrangeInterpolation(g, fine.direction[d].nodes), below, g.size(),
                                   values.size() / below / g.size(), values);
    below *= fine.direction[d].size();
  }
  std::vector<double> coordinates[3], weights;
  for (std::size_t i = 0; i < values.size(); ++i) {
    double mass = positive ? std::exp(values[i]) : std::max(values[i], 0.);
    std::size_t rest = i;
    Point x{};
    for (unsigned d = 0; d < coarse.dim; ++d) {
      const Grid1D &g = fine.direction[d];
      x[d] = g.nodes[rest % g.size()];
      mass *= g.weights[rest % g.size()];
      rest /= g.size();
    }
    if (!(mass > 0)) continue;
    weights.push_back(mass);
    for (unsigned d = 0; d < coarse.dim; ++d) coordinates[d].push_back(x[d]);
  }
  std::vector<double> all;
  for (unsigned d = 0; d < coarse.dim; ++d)
    all.insert(all.end(), coordinates[d].begin(), coordinates[d].end());
  return normalized({coarse.dim, std::move(all), std::move(weights), "a density"});
}

}  // namespace gammaflow
