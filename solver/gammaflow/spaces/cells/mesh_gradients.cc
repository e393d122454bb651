// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/spaces/cells/mesh_gradients.h>
#include <gammaflow/spaces/cells/with_ghosts.h>

#include <algorithm>
#include <map>
#include <utility>

namespace gammaflow
{
namespace
{
template <std::size_t dim>
double dot(const std::array<double, dim> &a, const std::array<double, dim> &b)
{
  double sum = 0;
  for (std::size_t d = 0; d < dim; ++d) sum += a[d] * b[d];
  return sum;
}
/// A vector, zero with its ghosts, to which every process adds what its cells contribute; complete() brings
/// the parts together and divides by the mass.
void clear(Vector &y)
{
  y.zero_out_ghost_values();
  y = 0.;
}
void complete(Vector &y, const Eigen::VectorXd &inverse_mass)
{
  y.compress(dealii::VectorOperation::add);
  as_eigen(y).array() *= inverse_mass.array();
}

[[noreturn]] void refuse_matrix()
{
  throw InputError("sparse factorization", "", "is not distributed over processes",
                   "solver/preconditioner = multigrid, or one process");
}
}  // namespace

template <int dim>
MeshGradients<dim>::MeshGradients(unsigned degree, CellStiffness<dim> cells, Eigen::VectorXd inverse_mass,
                                  HangingNodes hanging, bool distributed)
    : of_other_processes_(distributed),
      reference_(degree),
      cells_(std::move(cells)),
      inverse_mass_(std::move(inverse_mass)),
      hanging_(std::move(hanging))
{
  for (int d = 0; d < dim; ++d) {
    stride_[d] = unsigned(weights_.size());
    std::vector<double> product;
    for (const double of_line : reference_.weights())
      for (const double w : weights_) product.push_back(of_line * w);
    weights_ = product;
  }
}

template <int dim>
template <class Visit>
void MeshGradients<dim>::for_shape_gradients(unsigned q, const Visit &visit) const
{
  const unsigned n = reference_.degree() + 1;
  const auto &D = reference_.derivative();
  Gradient at_q{};  // of the shape function of q itself: all directions contribute
  for (int a = 0; a < dim; ++a) {
    const unsigned own = q / stride_[a] % n, line = q - own * stride_[a];
    at_q[a] = D(own, own);
    for (unsigned r = 0; r < n; ++r) {
      if (r == own) continue;
      Gradient gradient{};
      gradient[a] = D(own, r);
      visit(line + r * stride_[a], gradient);
    }
  }
  visit(q, at_q);
}

template <int dim>
void MeshGradients<dim>::basis_gradients(const std::size_t cell, const unsigned q,
                                         std::vector<std::pair<std::size_t, Gradient>> &result) const
{
  const std::uint32_t *points = cells_.points(cell);
  result.clear();
  bool hanging = false;
  for_shape_gradients(q, [&](unsigned i, const Gradient &gradient) {
    hanging = hanging || hanging_.hangs(points[i]);
    result.emplace_back(points[i], gradient);
  });
  if (!hanging) return;
  std::map<std::size_t, Gradient> sums;
  for (const auto &[point, gradient] : result)
    hanging_.for_nodes(point, [&, &g = gradient](std::size_t node, double c) {
      Gradient &sum = sums[node];
      for (int d = 0; d < dim; ++d) sum[d] += c * g[d];
    });
  result.assign(sums.begin(), sums.end());
}

template <int dim>
void MeshGradients<dim>::apply(const Vector &m, const Vector &x, Vector &y) const
{
  const WithGhosts of_m(m);
  apply_points(PointValues(hanging_, m, PointValues::Kind::mobility), x, y, nullptr);
}

/// Where the mobility of a hanging node is held at zero, it does not change.
template <int dim>
PointValues MeshGradients<dim>::change_of_mobility(const Vector &m, const Vector &direction) const
{
  PointValues change(hanging_, direction);
  for (std::size_t h = 0; h < hanging_.size(); ++h) {
    const std::size_t point = hanging_.n_nodes + h;
    if (hanging_.mobility(m.begin(), point) != hanging_.value(m.begin(), point)) change.at_hanging(h) = 0;
  }
  return change;
}

template <int dim>
void MeshGradients<dim>::derivative(const Vector &m, const Vector &direction, const Vector &x,
                                    Vector &y) const
{
  const WithGhosts of_m(m), of_direction(direction);
  apply_points(change_of_mobility(m, direction), x, y, nullptr);
}

template <int dim>
void MeshGradients<dim>::apply_points(const PointValues &m, const Vector &x, Vector &y,
                                      const FrontCells *fronts, const bool slope_of_parts) const
{
  const WithGhosts of_x(x);
  const PointValues points(hanging_, x);
  clear(y);
  PointSums sums(hanging_, y);
  cells_.apply(0, cells_.size(), parts(fronts), m, points, sums);
  if (fronts)
    for (const FrontCell &front : fronts->cells) {
      front.apply(m, points, [&](std::size_t point, double flux) { sums[point] += front.theta * flux; });
      if (!slope_of_parts || front.lowest_slope == 0) continue;
      const double change = front.lowest_slope * m[front.lowest] + front.highest_slope * m[front.highest];
      for (const auto &[point, difference] : front.difference) sums[point] += change * difference;
    }
  sums.to_nodes();
  complete(y, inverse_mass_);
}

template <int dim>
void MeshGradients<dim>::diagonal(const Vector &m, Vector &result, const FrontCells *fronts) const
{
  const WithGhosts of_m(m);
  const PointValues mobility(hanging_, m, PointValues::Kind::mobility);
  clear(result);
  std::vector<std::pair<std::size_t, Gradient>> basis;
  for (std::size_t cell = 0; cell < cells_.size(); ++cell)
    for (unsigned q = 0; q < weights_.size(); ++q) {
      basis_gradients(cell, q, basis);
      const double factor = weight(fronts, cell, q) * mobility[cells_.points(cell)[q]];
      for (const auto &[node, gradient] : basis)
        data(result)[node] += factor * dot(gradient, cells_.metric(cell, q) * gradient);
    }
  if (fronts)
    for (const FrontCell &front : fronts->cells)
      for (const FrontCell::Term &t : front.terms)
        t.for_entries(
            front.theta * t.weight * mobility[t.q], [&](std::size_t row, std::size_t column, double value) {
              hanging_.for_entries(row, column, value, [&](std::size_t i, std::size_t j, double entry) {
                if (i == j) data(result)[i] += entry;
              });
            });
  complete(result, inverse_mass_);
}

template <int dim>
void MeshGradients<dim>::product(const Vector &a, const Vector &b, Vector &g, const FrontCells *fronts) const
{
  const WithGhosts ghosts_of_a(a), ghosts_of_b(b);
  const PointValues points_of_a(hanging_, a), points_of_b(hanging_, b);
  clear(g);
  PointSums sums(hanging_, g);
  cells_.product(parts(fronts), points_of_a, points_of_b, sums);
  if (fronts)
    for (const FrontCell &front : fronts->cells)
      for (const FrontCell::Term &t : front.terms)
        sums[t.q] += front.theta * t.weight * (points_of_a[t.j] - points_of_a[t.i]) *
                     (points_of_b[t.l] - points_of_b[t.k]);
  sums.to_nodes();
  complete(g, inverse_mass_);
}

template <int dim>
SparseMatrix MeshGradients<dim>::matrix(const Vector &m, const FrontCells *fronts) const
{
  if (of_other_processes_) refuse_matrix();
  const PointValues mobility(hanging_, m, PointValues::Kind::mobility);
  Triplets entries;
  entries.reserve(cells_.size() * weights_.size() * weights_.size());
  const auto add = [&](std::size_t row, std::size_t column, double value) {
    hanging_.for_entries(row, column, value, [&](std::size_t i, std::size_t j, double entry) {
      entries.emplace_back(int(i), int(j), entry);
    });
  };
  const auto n = unsigned(weights_.size());
  Eigen::MatrixXd local(n, n);
  std::vector<std::pair<unsigned, Gradient>> shapes;
  for (std::size_t cell = 0; cell < cells_.size(); ++cell) {
    const std::uint32_t *points = cells_.points(cell);
    local.setZero();
    for (unsigned q = 0; q < n; ++q) {
      shapes.clear();
      for_shape_gradients(q, [&](unsigned i, const Gradient &g) { shapes.emplace_back(i, g); });
      const double factor = weight(fronts, cell, q) * mobility[points[q]];
      for (const auto &[j, of_j] : shapes) {
        const Gradient flux = cells_.metric(cell, q) * of_j;
        for (const auto &[i, of_i] : shapes) local(i, j) += factor * dot(of_i, flux);
      }
    }
    for (unsigned i = 0; i < n; ++i)
      for (unsigned j = 0; j < n; ++j)
        if (const double value = local(i, j); value != 0) add(points[i], points[j], value);
  }
  if (fronts)
    for (const FrontCell &front : fronts->cells)
      for (const FrontCell::Term &t : front.terms) t.for_entries(front.theta * t.weight * mobility[t.q], add);
  return assembled(std::size_t(inverse_mass_.size()), entries);
}

template <int dim>
SparseMatrix MeshGradients<dim>::mobility_matrix(const Vector &x, const FrontCells *fronts) const
{
  if (of_other_processes_) refuse_matrix();
  const PointValues points(hanging_, x);
  Triplets entries;
  std::vector<std::pair<std::size_t, Gradient>> basis;
  for (std::size_t cell = 0; cell < cells_.size(); ++cell)
    for (unsigned q = 0; q < weights_.size(); ++q) {
      const std::uint32_t *of_cell = cells_.points(cell);
      Gradient slope{};
      for_shape_gradients(q, [&](unsigned i, const Gradient &g) {
        for (int d = 0; d < dim; ++d) slope[d] += points[of_cell[i]] * g[d];
      });
      const Gradient flux = cells_.metric(cell, q) * slope;
      basis_gradients(cell, q, basis);
      for (const auto &[node, gradient] : basis) {
        const double value = weight(fronts, cell, q) * dot(gradient, flux);
        hanging_.for_nodes(of_cell[q], [&, row = node](std::size_t column, double c) {
          entries.emplace_back(int(row), int(column), c * value);
        });
      }
    }
  const auto add = [&](std::size_t row, std::size_t column, double value) {
    hanging_.for_entries(row, column, value, [&](std::size_t i, std::size_t j, double entry) {
      entries.emplace_back(int(i), int(j), entry);
    });
  };
  if (fronts)
    for (const FrontCell &front : fronts->cells) {
      for (const FrontCell::Term &t : front.terms) {
        const double value = front.theta * t.weight * (points[t.j] - points[t.i]);
        add(t.l, t.q, value);
        add(t.k, t.q, -value);
      }
      if (front.lowest_slope != 0)
        for (const auto &[point, difference] : front.difference) {
          add(point, front.lowest, front.lowest_slope * difference);
          add(point, front.highest, front.highest_slope * difference);
        }
    }
  return assembled(std::size_t(inverse_mass_.size()), entries);
}

template class MeshGradients<1>;
template class MeshGradients<2>;
template class MeshGradients<3>;

}  // namespace gammaflow
