// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/csv_table.h>
#include <gammaflow/base/threads.h>
#include <gammaflow/densities/density.h>
#include <gammaflow/measures/cellwise_density.h>
#include <gammaflow/parameters/input_files.h>
#include <gammaflow/particles/sampler.h>
#include <gammaflow/particles/start.h>

namespace gammaflow
{
namespace
{
PointMeasure drawn(const Parameters &parameters, const Space &space, std::size_t n)
{
  const Sampler sampler(parameters, "initial state", space);
  const auto seed = std::uint64_t(parameters.integer("particles", "seed"));
  std::vector<double> x(space.dim() * n);
  parallel_ranges(n, 1000, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      CounterRandom random(seed, start_stream, i, 0);
      const Point p = sampler.draw(random);
      for (unsigned d = 0; d < space.dim(); ++d) x[d * n + i] = p[d];
    }
  });
  return {space.dim(), std::move(x)};
}

PointMeasure quantiles(const Parameters &parameters, const Space &space, std::size_t n)
{
  if (space.dim() != 1)
    parameters.reject("particles", "start", "a density has quantiles in one dimension alone", "iid, file");
  const Grid1D &grid = space.tensor_grid()->direction[0];
  const Vector u = make_density(parameters, "initial state", space, true);
  std::vector<double> values(data(u), data(u) + size(u));
  Grid1D line = grid;
  if (grid.periodic) {  // its last node is the first one
    line.periodic = false;
    line.nodes.push_back(grid.upper);
    line.weights.push_back(line.weights.front() / 2);
    line.weights.front() /= 2;
    values.push_back(values.front());
  }
  const CellwiseDensity density(line, values);
  const double mass = density.left_of(grid.upper);
  std::vector<double> x(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double left = (double(i) + 0.5) / double(n);
    x[i] = left <= 0.5 ? grid.lower + density.displacement(grid.lower, left * mass)
                       : grid.upper + density.displacement(grid.upper, (left - 1) * mass);
  }
  return {1, std::move(x)};
}

PointMeasure read(const Parameters &parameters, const Space &space, std::size_t n)
{
  const CsvTable table(path_of_input(parameters, "particles", "file", "a CSV file of points"));
  if (table.n_columns() != space.dim())
    parameters.reject("particles", "file",
                      "has " + std::to_string(table.n_columns()) + " columns where the domain has " +
                          std::to_string(space.dim()) + " dimensions",
                      "a point per line, one column per dimension");
  if (!parameters.is_default("particles", "number") && n != table.n_rows())
    parameters.reject("particles", "number", "and the file has " + std::to_string(table.n_rows()) + " points",
                      "nothing, where the points come from a file");
  std::vector<double> x;
  for (unsigned d = 0; d < space.dim(); ++d) {
    const auto column = table.numbers(d);
    x.insert(x.end(), column.begin(), column.end());
  }
  const std::size_t count = table.n_rows();
  for (unsigned d = 0; d < space.dim(); ++d)
    for (std::size_t i = 0; i < count; ++i)
      if (const double at = x[d * count + i];
          !space.periodic(d) && !(at >= space.lower()[d] && at <= space.upper()[d]))
        parameters.reject(
            "particles", "file",
            "the point in line " + std::to_string(table.line(i)) + " lies outside of the domain",
            "points inside; or a larger section 'domain'");
  return {space.dim(), std::move(x)};
}
}  // namespace

PointMeasure starting_particles(const Parameters &parameters, const Space &space)
{
  const auto n = std::size_t(parameters.integer("particles", "number"));
  const std::string start = parameters.text("particles", "start");
  return start == "iid"         ? drawn(parameters, space, n)
         : start == "quantiles" ? quantiles(parameters, space, n)
                                : read(parameters, space, n);
}

}  // namespace gammaflow
