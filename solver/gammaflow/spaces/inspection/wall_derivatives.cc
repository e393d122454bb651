// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/inspection/wall_derivatives.h>
#include <gammaflow/spaces/mesh/with_mesh.h>

#include <deal.II/fe/fe_tools.h>
#include <deal.II/fe/fe_values.h>
#include <deal.II/lac/full_matrix.h>
#include <deal.II/lac/vector.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace gammaflow
{
namespace
{
/// The weights c with f^(order)(x0) = sum c_i f(x_i), exact for polynomials of degree n - 1 (Fornberg).
std::vector<double> difference_weights(const std::vector<double> &x, double x0, unsigned order)
{
  std::vector<std::vector<double>> c(order + 1, std::vector<double>(x.size(), 0.));
  c[0][0] = 1;
  double before = 1;
  for (std::size_t i = 1; i < x.size(); ++i) {
    double product = 1;
    const unsigned most = std::min<unsigned>(unsigned(i), order);
    for (std::size_t j = 0; j < i; ++j) {
      const double apart = x[i] - x[j];
      product *= apart;
      if (j == i - 1) {
        for (unsigned k = most; k > 0; --k)
          c[k][i] = before * (k * c[k - 1][i - 1] - (x[i - 1] - x0) * c[k][i - 1]) / product;
        c[0][i] = -before * (x[i - 1] - x0) * c[0][i - 1] / product;
      }
      for (unsigned k = most; k > 0; --k) c[k][j] = ((x[i] - x0) * c[k][j] - k * c[k - 1][j]) / apart;
      c[0][j] *= (x[i] - x0) / apart;
    }
    before = product;
  }
  return c[order];
}

void box_walls(const Space &space, unsigned direction, bool upper, const Vector &f, const Vector &other,
               unsigned order, std::vector<AtWall> &result)
{
  const TensorGrid &grid = *space.tensor_grid();
  const Grid1D &line = grid.direction[direction];
  const std::size_t count = std::min<std::size_t>(std::max(line.degree + 1, order + 3), line.size());
  if (count < order + 2) return;
  const double sign = upper || order % 2 == 0 ? 1 : -1;  // outward
  std::vector<double> x(count);
  for (std::size_t i = 0; i < count; ++i) x[i] = line.nodes[upper ? line.size() - 1 - i : i];
  const auto all = difference_weights(x, x[0], order);
  x.pop_back();
  auto fewer = difference_weights(x, x[0], order);
  fewer.push_back(0);

  std::array<std::size_t, 3> stride{1, grid.direction[0].size(),
                                    grid.direction[0].size() * grid.direction[1].size()};
  const long step = upper ? -long(stride[direction]) : long(stride[direction]);
  for (std::size_t node = 0; node < space.n_nodes(); ++node) {
    const std::size_t along = node / stride[direction] % line.size();
    if (along != (upper ? line.size() - 1 : 0)) continue;
    AtWall at;
    at.point = space.nodes()[node];
    at.weight = data(space.weights())[node] / line.weights[along];
    at.value = data(other)[node];
    double less = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const double value = data(f)[long(node) + long(i) * step];
      at.derivative += sign * all[i] * value;
      less += sign * fewer[i] * value;
      at.gain += std::abs(all[i]);
    }
    at.error = std::abs(at.derivative - less);
    result.push_back(at);
  }
}

template <int dim>
void mesh_walls(const MeshSpace<dim> &space, const Vector &f, const Vector &other, unsigned order,
                std::vector<AtWall> &result)
{
  const unsigned degree = space.degree();
  const auto &element = space.dofs().get_fe();
  const dealii::FE_Q<dim> lower(std::max(1u, degree - 1));
  const dealii::QGauss<dim - 1> points(degree + 1);
  dealii::FEFaceValues<dim> values(space.mapping(), element, points,
                                   dealii::update_values | dealii::update_gradients |
                                       dealii::update_normal_vectors | dealii::update_JxW_values |
                                       dealii::update_quadrature_points);
  dealii::FEFaceValues<dim> lower_values(space.mapping(), lower, points, dealii::update_gradients);
  dealii::FullMatrix<double> to_lower(lower.n_dofs_per_cell(), element.n_dofs_per_cell());
  lower.get_interpolation_matrix(element, to_lower);
  const Vector all_f = space.at_all_dofs(f), all_other = space.at_all_dofs(other);
  dealii::Vector<double> in_cell(element.n_dofs_per_cell()), others(in_cell.size()),
      fewer(lower.n_dofs_per_cell());
  for (const auto &cell : space.dofs().active_cell_iterators()) {
    if (!cell->is_locally_owned() || !cell->at_boundary()) continue;
    cell->get_dof_values(all_f, in_cell);
    cell->get_dof_values(all_other, others);
    to_lower.vmult(fewer, in_cell);
    for (const unsigned face : cell->face_indices()) {
      if (!cell->face(face)->at_boundary() || cell->has_periodic_neighbor(face)) continue;
      values.reinit(cell, face);
      lower_values.reinit(typename dealii::Triangulation<dim>::cell_iterator(cell), face);
      for (const unsigned q : values.quadrature_point_indices()) {
        AtWall at;
        for (unsigned d = 0; d < dim; ++d) at.point[d] = values.quadrature_point(q)[d];
        at.weight = values.JxW(q);
        for (unsigned i = 0; i < in_cell.size(); ++i) {
          const double slope = values.shape_grad(i, q) * values.normal_vector(q);
          at.value += values.shape_value(i, q) * others[i];
          at.derivative += (order == 0 ? values.shape_value(i, q) : slope) * in_cell[i];
          at.gain += std::abs(slope);
        }
        double less = 0;
        for (unsigned i = 0; i < fewer.size(); ++i)
          less += lower_values.shape_grad(i, q) * values.normal_vector(q) * fewer[i];
        if (order == 1) at.error = degree > 1 ? std::abs(at.derivative - less) : std::abs(at.derivative);
        result.push_back(at);
      }
    }
  }
}
}  // namespace

std::vector<AtWall> normal_derivatives(const Space &space, const Vector &f, const Vector &other,
                                       const unsigned order)
{
  std::vector<AtWall> result;
  if (space.tensor_grid() != nullptr) {
    for (unsigned d = 0; d < space.dim(); ++d)
      for (const bool upper : {false, true})
        if (!space.periodic(d)) box_walls(space, d, upper, f, other, order, result);
  } else if (order <= 1)
    with_mesh(space, [&](const auto &mesh) { mesh_walls(mesh, f, other, order, result); });
  return result;
}

}  // namespace gammaflow
