// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/spread_indices.h>
#include <gammaflow/study/points/series.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

std::size_t points_per_direction(unsigned dim)
{
  return dim == 1 ? 201 : dim == 2 ? 61 : 41;
}

std::vector<double> grid_line(const Space &space, unsigned direction)
{
  const std::size_t n = points_per_direction(space.dim());
  std::vector<double> line(n);
  for (std::size_t i = 0; i < n; ++i)
    line[i] = space.lower()[direction] +
              (space.upper()[direction] - space.lower()[direction]) * double(i) / (n - 1);
  return line;
}

Json rounded(double value)
{
  if (!std::isfinite(value)) return nullptr;
  char text[32];
  std::snprintf(text, sizeof text, "%.12g", value);
  return std::strtod(text, nullptr);
}

Json value_at(const Space &space, const Vector &u, const Point &x)
{
  try {
    return rounded(space.evaluate(u, x));
  } catch (const std::exception &)  // outside of a domain that is not a box
  {
    return nullptr;
  }
}
}  // namespace

nlohmann::json plot_grid(const Space &space)
{
  Json grid{{"dimension", space.dim()}, {"x", grid_line(space, 0)}};
  if (space.dim() > 1) grid["y"] = grid_line(space, 1);
  if (space.dim() > 2) grid["slice"] = "z = " + rounded((space.lower()[2] + space.upper()[2]) / 2).dump();
  return grid;
}

nlohmann::json on_plot_grid(const Space &space, const Vector &u)
{
  const auto x = grid_line(space, 0);
  const auto y = space.dim() > 1 ? grid_line(space, 1) : std::vector<double>{0.};
  const double z = space.dim() > 2 ? (space.lower()[2] + space.upper()[2]) / 2 : 0.;
  Json rows = Json::array();
  for (const double yj : y) {
    Json row = Json::array();
    for (const double xi : x) row.push_back(value_at(space, u, {xi, yj, z}));
    rows.push_back(row);
  }
  return space.dim() > 1 ? rows : rows[0];
}

RecordedCurves recorded_curves(const Trajectory &trajectory)
{
  RecordedCurves curves;
  const auto add = [&](const char *name, double LedgerRow::*member) {
    for (const auto &row : trajectory.ledger) curves.numbers[name].push_back(row.*member);
  };
  add("energy", &LedgerRow::energy);
  add("primal_rate", &LedgerRow::primal_rate);
  add("dual_rate", &LedgerRow::dual_rate);
  add("primal_dissipated", &LedgerRow::primal_dissipated);
  add("dual_dissipated", &LedgerRow::dual_dissipated);
  add("mass", &LedgerRow::mass);
  add("minimum", &LedgerRow::minimum);
  add("edb_residual", &LedgerRow::edb_residual);

  curves.density = Json::array();
  for (const std::size_t i : spread_indices(trajectory.times.size(), 21)) {
    curves.density_times.push_back(trajectory.times[i]);
    curves.density.push_back(on_plot_grid(*trajectory.space_of(i), trajectory.states[i]));
  }
  return curves;
}

}  // namespace gammaflow
