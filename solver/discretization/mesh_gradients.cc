#include <gammaflow/core/eigen.h>
#include <gammaflow/core/errors.h>
#include <gammaflow/discretization/mesh_gradients.h>
#include <gammaflow/discretization/with_ghosts.h>

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
MeshGradients<dim>::MeshGradients(unsigned degree, Eigen::VectorXd inverse_mass, HangingNodes hanging,
                                  std::size_t cells, bool distributed)
    : of_other_processes_(distributed),
      reference_(degree),
      inverse_mass_(std::move(inverse_mass)),
      hanging_(std::move(hanging))
{
  for (int d = 0; d < dim; ++d) {
    stride_[d] = cell_size_;
    cell_size_ *= degree + 1;
  }
  nodes_.reserve(cells * cell_size_);
}

template <int dim>
void MeshGradients<dim>::gradients(const Node *cell, const PointValues &x,
                                   std::vector<Gradient> &result) const
{
  const unsigned n = reference_.degree() + 1;
  const auto &D = reference_.derivative();
  static thread_local std::vector<double> values;
  values.resize(cell_size_);
  result.resize(cell_size_);
  for (unsigned i = 0; i < cell_size_; ++i) values[i] = x[cell[i].index];
  for (unsigned q = 0; q < cell_size_; ++q) {
    Gradient slope{};
    for (int a = 0; a < dim; ++a) {
      const unsigned own = q / stride_[a] % n, line = q - own * stride_[a];
      for (unsigned r = 0; r < n; ++r) slope[a] += D(own, r) * values[line + r * stride_[a]];
    }
    for (int d = 0; d < dim; ++d) {
      double sum = 0;
      for (int a = 0; a < dim; ++a) sum += cell[q].inverse_jacobian[a * dim + d] * slope[a];
      result[q][d] = sum;
    }
  }
}

template <int dim>
template <class Visit>
void MeshGradients<dim>::for_shape_gradients(const Node *cell, unsigned q, const Visit &visit) const
{
  const unsigned n = reference_.degree() + 1;
  const auto &D = reference_.derivative();
  Gradient at_q{};  // of the shape function of q itself: all directions contribute
  for (int a = 0; a < dim; ++a) {
    const unsigned own = q / stride_[a] % n, line = q - own * stride_[a];
    for (unsigned r = 0; r < n; ++r) {
      Gradient gradient;
      for (int d = 0; d < dim; ++d) gradient[d] = D(own, r) * cell[q].inverse_jacobian[a * dim + d];
      if (r == own)
        for (int d = 0; d < dim; ++d) at_q[d] += gradient[d];
      else
        visit(line + r * stride_[a], gradient);
    }
  }
  visit(q, at_q);
}

template <int dim>
void MeshGradients<dim>::basis_gradients(const Node *cell, unsigned q,
                                         std::vector<std::pair<std::size_t, Gradient>> &result) const
{
  result.clear();
  bool hanging = false;
  for_shape_gradients(cell, q, [&](unsigned i, const Gradient &gradient) {
    hanging = hanging || hanging_.hangs(cell[i].index);
    result.emplace_back(cell[i].index, gradient);
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
void MeshGradients<dim>::cell_image(const Node *cell, const PointValues &m, const PointValues &x,
                                    const double part, std::vector<Gradient> &slope,
                                    std::vector<double> &image) const
{
  const unsigned n = reference_.degree() + 1;
  const auto &D = reference_.derivative();
  gradients(cell, x, slope);
  image.assign(cell_size_, 0.);
  for (unsigned q = 0; q < cell_size_; ++q) {
    const double weight = part * cell[q].weight * m[cell[q].index];
    for (int a = 0; a < dim; ++a) {
      double flux = 0;
      for (int d = 0; d < dim; ++d) flux += cell[q].inverse_jacobian[a * dim + d] * slope[q][d];
      flux *= weight;
      const unsigned own = q / stride_[a] % n, line = q - own * stride_[a];
      for (unsigned r = 0; r < n; ++r) image[line + r * stride_[a]] += D(own, r) * flux;
    }
  }
}

template <int dim>
void MeshGradients<dim>::apply_points(const PointValues &m, const Vector &x, Vector &y,
                                      const FrontCells *fronts, const bool slope_of_parts) const
{
  const WithGhosts of_x(x);
  const PointValues points(hanging_, x);
  clear(y);
  PointSums sums(hanging_, y);
  std::vector<Gradient> slope;
  std::vector<double> image;
  for (const Node *cell = nodes_.data(); cell != nodes_.data() + nodes_.size(); cell += cell_size_) {
    const double part = resolved(fronts, cell);
    if (part == 0) continue;
    cell_image(cell, m, points, part, slope, image);
    for (unsigned i = 0; i < cell_size_; ++i) sums[cell[i].index] += image[i];
  }
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
  for (const Node *cell = nodes_.data(); cell != nodes_.data() + nodes_.size(); cell += cell_size_)
    for (unsigned q = 0; q < cell_size_; ++q) {
      basis_gradients(cell, q, basis);
      const double weight = resolved(fronts, cell) * cell[q].weight * mobility[cell[q].index];
      for (const auto &[node, gradient] : basis) data(result)[node] += weight * dot(gradient, gradient);
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
  std::vector<Gradient> of_a, of_b;
  for (const Node *cell = nodes_.data(); cell != nodes_.data() + nodes_.size(); cell += cell_size_) {
    gradients(cell, points_of_a, of_a);
    gradients(cell, points_of_b, of_b);
    const double part = resolved(fronts, cell);
    for (unsigned q = 0; q < cell_size_; ++q)
      sums[cell[q].index] += part * cell[q].weight * dot(of_a[q], of_b[q]);
  }
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
  entries.reserve(nodes_.size() * cell_size_);
  const auto add = [&](std::size_t row, std::size_t column, double value) {
    hanging_.for_entries(row, column, value, [&](std::size_t i, std::size_t j, double entry) {
      entries.emplace_back(int(i), int(j), entry);
    });
  };
  Eigen::MatrixXd local(cell_size_, cell_size_);
  std::vector<std::pair<unsigned, Gradient>> shapes;
  for (const Node *cell = nodes_.data(); cell != nodes_.data() + nodes_.size(); cell += cell_size_) {
    local.setZero();
    for (unsigned q = 0; q < cell_size_; ++q) {
      shapes.clear();
      for_shape_gradients(cell, q, [&](unsigned i, const Gradient &g) { shapes.emplace_back(i, g); });
      const double weight = resolved(fronts, cell) * cell[q].weight * mobility[cell[q].index];
      for (const auto &[i, of_i] : shapes)
        for (const auto &[j, of_j] : shapes) local(i, j) += weight * dot(of_i, of_j);
    }
    for (unsigned i = 0; i < cell_size_; ++i)
      for (unsigned j = 0; j < cell_size_; ++j)
        if (const double value = local(i, j); value != 0) add(cell[i].index, cell[j].index, value);
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
  std::vector<Gradient> slope;
  std::vector<std::pair<std::size_t, Gradient>> basis;
  for (const Node *cell = nodes_.data(); cell != nodes_.data() + nodes_.size(); cell += cell_size_) {
    gradients(cell, points, slope);
    for (unsigned q = 0; q < cell_size_; ++q) {
      basis_gradients(cell, q, basis);
      for (const auto &[node, gradient] : basis) {
        const double value = resolved(fronts, cell) * cell[q].weight * dot(gradient, slope[q]);
        hanging_.for_nodes(cell[q].index, [&, row = node](std::size_t column, double c) {
          entries.emplace_back(int(row), int(column), c * value);
        });
      }
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
