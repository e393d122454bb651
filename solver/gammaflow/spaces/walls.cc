// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/walls.h>

#include <algorithm>
#include <vector>

namespace gammaflow
{
std::string boundary_words(const Space &space)
{
  const auto word = [&](unsigned d) { return std::string(space.periodic(d) ? "periodic" : "no-flux"); };
  std::string all = word(0);
  bool equal = true;
  for (unsigned d = 1; d < space.dim(); ++d) {
    all += "/" + word(d);
    equal = equal && space.periodic(d) == space.periodic(0);
  }
  return equal ? word(0) : all;
}

bool has_walls(const Space &space)
{
  if (space.tensor_grid() == nullptr) {
    const std::vector<bool> wall = space.at_boundary();
    return space.maximum(std::find(wall.begin(), wall.end(), true) != wall.end() ? 1. : 0.) > 0;
  }
  for (unsigned d = 0; d < space.dim(); ++d)
    if (!space.periodic(d)) return true;
  return false;
}

}  // namespace gammaflow
