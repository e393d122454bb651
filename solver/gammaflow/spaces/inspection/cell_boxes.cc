// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/inspection/cell_boxes.h>
#include <gammaflow/spaces/inspection/cell_values.h>

#include <algorithm>

namespace gammaflow
{
namespace
{
std::vector<CellBox> of_grid(const TensorGrid &grid)
{
  std::vector<CellBox> result;
  const auto cells = [&](unsigned d) { return d < grid.dim ? grid.direction[d].cells() : 1; };
  for (std::size_t k = 0; k < cells(2); ++k)
    for (std::size_t j = 0; j < cells(1); ++j)
      for (std::size_t i = 0; i < cells(0); ++i) {
        CellBox box;
        const std::size_t at[] = {i, j, k};
        for (unsigned d = 0; d < grid.dim; ++d) {
          box.lower[d] = grid.direction[d].vertices[at[d]];
          box.upper[d] = grid.direction[d].vertices[at[d] + 1];
        }
        result.push_back(box);
      }
  return result;
}
}  // namespace

std::vector<CellBox> cell_boxes(const Space &space)
{
  if (const TensorGrid *grid = space.tensor_grid()) return of_grid(*grid);
  std::vector<CellBox> result;
  std::size_t nodes_of_cell = 1;
  for (unsigned d = 0; d < space.dim(); ++d) nodes_of_cell *= space.degree() + 1;
  for (unsigned d = 0; d < space.dim(); ++d) {
    std::size_t cell = 0;
    for_each_cell(space, space.sample([d](const Point &x) { return x[d]; }), [&](const CellValues &values) {
      if (d == 0) result.emplace_back();
      const auto [least, largest] = std::minmax_element(values.values, values.values + nodes_of_cell);
      result[cell].lower[d] = *least;
      result[cell++].upper[d] = *largest;
    });
  }
  return result;
}

}  // namespace gammaflow
