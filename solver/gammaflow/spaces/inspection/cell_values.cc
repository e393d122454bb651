// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/inspection/cell_values.h>
#include <gammaflow/spaces/mesh/with_mesh.h>

#include <deal.II/fe/fe_values.h>

namespace gammaflow
{
namespace
{
using Visit = std::function<void(const CellValues &)>;

void for_cells_of_box(const TensorGrid &grid, const Vector &u, const Visit &visit)
{
  const auto &[x, y, z] = grid.direction;
  const auto cells = [&](unsigned d) { return d < grid.dim ? grid.direction[d].cells() : 1; };
  const auto last = [&](unsigned d) { return d < grid.dim ? grid.direction[d].degree : 0; };
  const auto length = [&](unsigned d, std::size_t c) {
    const auto &v = grid.direction[d].vertices;
    return d < grid.dim ? v[c + 1] - v[c] : 1.;
  };
  std::vector<double> values;
  CellValues cell;
  for (std::size_t cz = 0; cz < cells(2); ++cz)
    for (std::size_t cy = 0; cy < cells(1); ++cy)
      for (std::size_t cx = 0; cx < cells(0); ++cx) {
        values.clear();
        for (unsigned k = 0; k <= last(2); ++k)
          for (unsigned j = 0; j <= last(1); ++j)
            for (unsigned i = 0; i <= last(0); ++i) {
              const std::size_t row =
                  (grid.dim > 1 ? y.node(cy, j) : 0) + y.size() * (grid.dim > 2 ? z.node(cz, k) : 0);
              values.push_back(data(u)[x.node(cx, i) + x.size() * row]);
            }
        cell.values = values.data();
        const double volume = length(0, cx) * length(1, cy) * length(2, cz);
        cell.volumes = [volume] { return std::vector<double>{volume}; };
        visit(cell);
      }
}

template <int dim>
void for_cells_of_mesh(const MeshSpace<dim> &space, const Vector &u, const Visit &visit)
{
  const Vector source = space.at_all_dofs(u);
  const std::vector<unsigned> node = space.lexicographic_nodes();
  const auto &element = space.dofs().get_fe();
  dealii::FEValues<dim> geometry(space.mapping(), element,
                                 dealii::Quadrature<dim>(element.get_unit_support_points()),
                                 dealii::update_jacobians);
  dealii::Vector<double> given(element.n_dofs_per_cell());
  std::vector<double> values(given.size());
  for (const auto &at : space.dofs().active_cell_iterators()) {
    if (!at->is_locally_owned()) continue;
    at->get_dof_values(source, given);
    for (std::size_t i = 0; i < node.size(); ++i) values[i] = given(node[i]);
    CellValues cell;
    cell.values = values.data();
    cell.volumes = [&] {
      geometry.reinit(at);
      std::vector<double> volumes;
      for (const unsigned i : node) volumes.push_back(geometry.jacobian(i).determinant());
      return volumes;
    };
    visit(cell);
  }
}
}  // namespace

void for_each_cell(const Space &space, const Vector &u, const Visit &visit)
{
  if (const TensorGrid *grid = space.tensor_grid()) return for_cells_of_box(*grid, u, visit);
  with_mesh(space, [&](const auto &mesh) { for_cells_of_mesh(mesh, u, visit); });
}

}  // namespace gammaflow
