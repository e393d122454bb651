// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/box/box_space.h>

#include <array>
#include <cstddef>

namespace gammaflow
{
NodeMesh BoxSpace::node_mesh() const
{
  const TensorGrid &grid = grid_;
  std::array<std::size_t, 3> n{1, 1, 1}, cells{1, 1, 1};  // points and cells in each direction
  for (unsigned d = 0; d < grid.dim; ++d) {
    n[d] = grid.direction[d].size() + (grid.direction[d].periodic ? 1 : 0);
    cells[d] = n[d] - 1;
  }
  NodeMesh mesh;
  std::array<std::size_t, 3> i{};
  for (i[2] = 0; i[2] < n[2]; ++i[2])
    for (i[1] = 0; i[1] < n[1]; ++i[1])
      for (i[0] = 0; i[0] < n[0]; ++i[0]) {
        Point point{};
        std::size_t node = 0;
        for (unsigned d = 3; d-- > 0;) {
          const Grid1D &line = grid.direction[d];
          const bool closing = d < grid.dim && i[d] == line.size();
          if (d < grid.dim) point[d] = closing ? line.upper : line.nodes[i[d]];
          node = node * (d < grid.dim ? line.size() : 1) + (closing ? 0 : i[d]);
        }
        mesh.points.push_back(point);
        mesh.node.push_back(std::uint32_t(node));
      }
  for (i[2] = 0; i[2] < cells[2]; ++i[2])
    for (i[1] = 0; i[1] < cells[1]; ++i[1])
      for (i[0] = 0; i[0] < cells[0]; ++i[0])
        for (unsigned corner = 0; corner < (1u << grid.dim); ++corner)
          mesh.corners.push_back(std::uint32_t(
              i[0] + (corner & 1) + n[0] * (i[1] + (corner >> 1 & 1) + n[1] * (i[2] + (corner >> 2 & 1)))));
  mesh.hanging.n_nodes = mesh.points.size();
  return mesh;
}

std::vector<bool> BoxSpace::at_boundary() const
{
  std::vector<bool> result(n_nodes(), false);
  for (std::size_t i = 0; i < n_nodes(); ++i)
    for (unsigned d = 0; d < dim(); ++d)
      if (!periodic(d) && (nodes()[i][d] == lower()[d] || nodes()[i][d] == upper()[d])) result[i] = true;
  return result;
}

}  // namespace gammaflow
