// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/conditions/layer_resolution.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace gammaflow
{
namespace
{
/// The largest gap between nodes that begins within a width of an end of the line.
double largest_gap_at_ends(const std::vector<double> &nodes, const double width)
{
  double largest = 0;
  for (std::size_t i = 0; i + 1 < nodes.size(); ++i)
    if (nodes[i] < nodes.front() + width || nodes[i + 1] > nodes.back() - width)
      largest = std::max(largest, nodes[i + 1] - nodes[i]);
  return largest;
}

/// On meshes the largest gap that there is.
double spacing_at_walls(const Space &space, const double width)
{
  const TensorGrid *grid = space.tensor_grid();
  if (grid == nullptr) return space.spacing();
  double largest = 0;
  for (unsigned d = 0; d < space.dim(); ++d)
    if (!space.periodic(d)) largest = std::max(largest, largest_gap_at_ends(grid->direction[d].nodes, width));
  return largest;
}
}  // namespace

std::string unresolved_layer(const Space &space, const double width)
{
  const double needed = width / 2, spacing = spacing_at_walls(space, width);
  if (!(width > 0) || spacing <= needed) return "";
  double factor = 2;  // cells of a part of the length have more of their gaps in the layer
  while (factor < 64 && spacing_at_walls(space, factor * width) > factor * needed) ++factor;
  if (factor == 64) factor = std::ceil(space.spacing() / needed);
  std::ostringstream out;
  out.precision(2);
  out << " The mesh does not resolve a layer of width " << width << ": that needs nodes at most " << needed
      << " apart at the walls, where they are " << spacing << " apart. Take " << factor
      << " times as many cells in a direction (domain/cells).";
  return out.str();
}

}  // namespace gammaflow
