// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/box/box_lengths.h>
#include <gammaflow/spaces/lines/highest_modes.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace gammaflow
{
namespace
{
using Place = std::array<std::size_t, 3>;

/// Calls visit(place) for every place with place[d] < sizes[d], the first direction fastest.
template <class Visit>
void for_places(const Place &sizes, const Visit &visit)
{
  Place at{};
  for (at[2] = 0; at[2] < sizes[2]; ++at[2])
    for (at[1] = 0; at[1] < sizes[1]; ++at[1])
      for (at[0] = 0; at[0] < sizes[0]; ++at[0]) visit(at);
}

Place cells_of(const TensorGrid &grid)
{
  Place cells{{1, 1, 1}};
  for (unsigned d = 0; d < grid.dim; ++d) cells[d] = grid.direction[d].cells();
  return cells;
}
}  // namespace

std::vector<double> box_cell_lengths(const TensorGrid &grid)
{
  std::vector<double> lengths;
  for_places(cells_of(grid), [&](const Place &cell) {
    double squared = 0;
    for (unsigned d = 0; d < grid.dim; ++d) {
      const auto &vertices = grid.direction[d].vertices;
      squared += std::pow(vertices[cell[d] + 1] - vertices[cell[d]], 2);
    }
    lengths.push_back(std::sqrt(squared / grid.dim));
  });
  return lengths;
}

std::vector<double> box_relative_lengths(const TensorGrid &grid, const Vector &f, const double amplitude)
{
  const unsigned p = grid.direction[0].degree;
  const HighestModes modes(p);
  Place sizes{}, corners{{1, 1, 1}};
  for (unsigned d = 0; d < 3; ++d) sizes[d] = grid.direction[d].size();
  for (unsigned d = 0; d < grid.dim; ++d) corners[d] = p + 1;
  Eigen::VectorXd values(p + 1);
  std::vector<double> result;
  for_places(cells_of(grid), [&](const Place &cell) {
    const auto value = [&](const Place &local) {
      Place node{};
      for (unsigned d = 0; d < grid.dim; ++d) node[d] = grid.direction[d].node(cell[d], unsigned(local[d]));
      return data(f)[node[0] + sizes[0] * (node[1] + sizes[1] * node[2])];
    };
    Eigen::Vector2d largest = Eigen::Vector2d::Zero();
    for (unsigned d = 0; d < grid.dim; ++d) {
      Place across = corners;
      across[d] = 1;
      for_places(across, [&](Place local) {
        for (local[d] = 0; local[d] <= p; ++local[d]) values[Eigen::Index(local[d])] = value(local);
        modes.include(values, largest);
      });
    }
    result.push_back(modes.relative_length(largest, amplitude));
  });
  return result;
}

}  // namespace gammaflow
