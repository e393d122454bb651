#include <gammaflow/core/eigen.h>
#include <gammaflow/core/errors.h>
#include <gammaflow/discretization/mesh_gradients.h>

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
/// Gives a vector its ghosts, for as long as this lives.
class WithGhosts
{
 public:
  explicit WithGhosts(const Vector &v) : v_(v) { v_.update_ghost_values(); }
  ~WithGhosts() { v_.zero_out_ghost_values(); }
  WithGhosts(const WithGhosts &) = delete;
  WithGhosts &operator=(const WithGhosts &) = delete;

 private:
  const Vector &v_;
};

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
MeshGradients<dim>::MeshGradients(unsigned degree, Eigen::VectorXd inverse_mass, std::size_t cells,
                                  bool distributed)
    : of_other_processes_(distributed), reference_(degree), inverse_mass_(std::move(inverse_mass))
{
  for (int d = 0; d < dim; ++d) {
    stride_[d] = cell_size_;
    cell_size_ *= degree + 1;
  }
  nodes_.reserve(cells * cell_size_);
}

template <int dim>
void MeshGradients<dim>::gradients(const Node *cell, const Vector &x, std::vector<Gradient> &result) const
{
  const unsigned n = reference_.degree() + 1;
  const auto &D = reference_.derivative();
  static thread_local std::vector<double> values;
  values.resize(cell_size_);
  result.resize(cell_size_);
  for (unsigned i = 0; i < cell_size_; ++i) values[i] = data(x)[cell[i].index];
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
void MeshGradients<dim>::apply(const Vector &m, const Vector &x, Vector &y) const
{
  const unsigned n = reference_.degree() + 1;
  const auto &D = reference_.derivative();
  const WithGhosts of_m(m), of_x(x);
  clear(y);
  std::vector<Gradient> slope;
  std::vector<double> image(cell_size_);
  for (const Node *cell = nodes_.data(); cell != nodes_.data() + nodes_.size(); cell += cell_size_) {
    gradients(cell, x, slope);
    std::fill(image.begin(), image.end(), 0.);
    for (unsigned q = 0; q < cell_size_; ++q) {
      const double weight = cell[q].weight * data(m)[cell[q].index];
      for (int a = 0; a < dim; ++a) {
        double flux = 0;
        for (int d = 0; d < dim; ++d) flux += cell[q].inverse_jacobian[a * dim + d] * slope[q][d];
        flux *= weight;
        const unsigned own = q / stride_[a] % n, line = q - own * stride_[a];
        for (unsigned r = 0; r < n; ++r) image[line + r * stride_[a]] += D(own, r) * flux;
      }
    }
    for (unsigned i = 0; i < cell_size_; ++i) data(y)[cell[i].index] += image[i];
  }
  complete(y, inverse_mass_);
}

template <int dim>
void MeshGradients<dim>::diagonal(const Vector &m, Vector &result) const
{
  const WithGhosts of_m(m);
  clear(result);
  for (const Node *cell = nodes_.data(); cell != nodes_.data() + nodes_.size(); cell += cell_size_)
    for (unsigned q = 0; q < cell_size_; ++q)
      for_shape_gradients(cell, q, [&](unsigned i, const Gradient &gradient) {
        data(result)[cell[i].index] += cell[q].weight * data(m)[cell[q].index] * dot(gradient, gradient);
      });
  complete(result, inverse_mass_);
}

template <int dim>
void MeshGradients<dim>::product(const Vector &a, const Vector &b, Vector &g) const
{
  const WithGhosts ghosts_of_a(a), ghosts_of_b(b);
  clear(g);
  std::vector<Gradient> of_a, of_b;
  for (const Node *cell = nodes_.data(); cell != nodes_.data() + nodes_.size(); cell += cell_size_) {
    gradients(cell, a, of_a);
    gradients(cell, b, of_b);
    for (unsigned q = 0; q < cell_size_; ++q)
      data(g)[cell[q].index] += cell[q].weight * dot(of_a[q], of_b[q]);
  }
  complete(g, inverse_mass_);
}

template <int dim>
SparseMatrix MeshGradients<dim>::matrix(const Vector &m) const
{
  if (of_other_processes_) refuse_matrix();
  Triplets entries;
  entries.reserve(nodes_.size() * cell_size_);
  Eigen::MatrixXd local(cell_size_, cell_size_);
  std::vector<std::pair<unsigned, Gradient>> shapes;
  for (const Node *cell = nodes_.data(); cell != nodes_.data() + nodes_.size(); cell += cell_size_) {
    local.setZero();
    for (unsigned q = 0; q < cell_size_; ++q) {
      shapes.clear();
      for_shape_gradients(cell, q, [&](unsigned i, const Gradient &g) { shapes.emplace_back(i, g); });
      const double weight = cell[q].weight * data(m)[cell[q].index];
      for (const auto &[i, of_i] : shapes)
        for (const auto &[j, of_j] : shapes) local(i, j) += weight * dot(of_i, of_j);
    }
    for (unsigned i = 0; i < cell_size_; ++i)
      for (unsigned j = 0; j < cell_size_; ++j)
        if (local(i, j) != 0) entries.emplace_back(int(cell[i].index), int(cell[j].index), local(i, j));
  }
  return assembled(std::size_t(inverse_mass_.size()), entries);
}

template <int dim>
SparseMatrix MeshGradients<dim>::mobility_matrix(const Vector &x) const
{
  if (of_other_processes_) refuse_matrix();
  Triplets entries;
  std::vector<Gradient> slope;
  for (const Node *cell = nodes_.data(); cell != nodes_.data() + nodes_.size(); cell += cell_size_) {
    gradients(cell, x, slope);
    for (unsigned q = 0; q < cell_size_; ++q)
      for_shape_gradients(cell, q, [&](unsigned i, const Gradient &gradient) {
        entries.emplace_back(int(cell[i].index), int(cell[q].index),
                             cell[q].weight * dot(gradient, slope[q]));
      });
  }
  return assembled(std::size_t(inverse_mass_.size()), entries);
}

template class MeshGradients<2>;
template class MeshGradients<3>;

}  // namespace gammaflow
