// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/flow/forcing.h>
#include <gammaflow/spaces/box/box_laplacian.h>
#include <gammaflow/time/linear/held_sides.h>

#include <array>
#include <vector>

namespace gammaflow
{
namespace
{
/// Formulas are given on whole sides (flow/forcing.h): a side is held where each of its nodes is given.
HeldSides held_sides(const Flow &flow, const TensorGrid &grid)
{
  std::vector<bool> given(grid.size(), false);
  for (const std::size_t node : flow.forcing()->nodes()) given[node] = true;
  HeldSides held;
  const std::size_t nx = grid.direction[0].size(), ny = grid.direction[1].size();
  for (unsigned d = 0; d < grid.dim; ++d) {
    if (grid.direction[d].periodic) continue;
    held[d] = {true, true};
    for (std::size_t i = 0; i < grid.size(); ++i) {
      const std::size_t along = (d == 0 ? i : d == 1 ? i / nx : i / (nx * ny)) % grid.direction[d].size();
      if (given[i]) continue;
      if (along == 0) held[d].lower = false;
      if (along + 1 == grid.direction[d].size()) held[d].upper = false;
    }
  }
  return held;
}
}  // namespace

std::unique_ptr<LaplacianCalculus> laplacian_of_corrections(const Flow &flow)
{
  const TensorGrid *grid = flow.space().tensor_grid();
  if (!grid || !flow.has_boundary_values()) return nullptr;
  return make_held_laplacian(*grid, flow.parameters().number("memory", "limit"), held_sides(flow, *grid));
}

}  // namespace gammaflow
