// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/box/box_gradients.h>
#include <gammaflow/spaces/cells/mesh_gradients.h>

#include <array>
#include <utility>

namespace gammaflow
{
namespace
{
template <int dim>
std::unique_ptr<const GradientCalculus> cells_of(const TensorGrid &grid, const GaussLobatto &reference)
{
  std::array<std::size_t, 3> cells{{1, 1, 1}}, size{{1, 1, 1}};
  std::array<unsigned, 3> nodes{{1, 1, 1}};
  std::size_t number = 1;
  for (int d = 0; d < dim; ++d) {
    cells[d] = grid.direction[d].cells();
    size[d] = grid.direction[d].size();
    nodes[d] = reference.degree() + 1;
    number *= cells[d];
  }
  Eigen::VectorXd inverse_mass(Eigen::Index(grid.size()));
  for (std::size_t i = 0; i < grid.size(); ++i)
    inverse_mass[Eigen::Index(i)] =
        1 / (grid.direction[0].weights[i % size[0]] * grid.direction[1].weights[i / size[0] % size[1]] *
             grid.direction[2].weights[i / size[0] / size[1]]);
  CellStiffness<dim> result(reference.degree(), number);
  std::array<std::size_t, 3> cell{};
  std::array<unsigned, 3> i{};
  for (cell[2] = 0; cell[2] < cells[2]; ++cell[2])
    for (cell[1] = 0; cell[1] < cells[1]; ++cell[1])
      for (cell[0] = 0; cell[0] < cells[0]; ++cell[0])
        for (i[2] = 0; i[2] < nodes[2]; ++i[2])
          for (i[1] = 0; i[1] < nodes[1]; ++i[1])
            for (i[0] = 0; i[0] < nodes[0]; ++i[0]) {
              double volume = 1;
              std::array<double, dim> length;
              std::size_t node = 0, stride = 1;
              for (int d = 0; d < dim; ++d) {
                const Grid1D &g = grid.direction[d];
                length[d] = g.vertices[cell[d] + 1] - g.vertices[cell[d]];
                volume *= length[d];
                node += stride * g.node(cell[d], i[d]);
                stride *= size[d];
              }
              result.add(node, {volume, [&](int a, int d) { return a == d ? 1 / length[d] : 0; }});
            }
  HangingNodes none;
  none.n_nodes = grid.size();
  return std::make_unique<MeshGradients<dim>>(reference.degree(), std::move(result), std::move(inverse_mass),
                                              std::move(none));
}
}  // namespace

const GradientCalculus &BoxGradients::cells() const
{
  std::call_once(cells_built_, [this] {
    cells_ = grid_.dim == 1   ? cells_of<1>(grid_, reference_)
             : grid_.dim == 2 ? cells_of<2>(grid_, reference_)
                              : cells_of<3>(grid_, reference_);
  });
  return *cells_;
}

}  // namespace gammaflow
