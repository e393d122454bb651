// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/geometries/kernel/field_elliptic.h>
#include <gammaflow/spaces/lines/tensor_product.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace gammaflow
{
namespace
{
/// The rows of D W^-1 D^T omega, the Laplacian of the points of a direction.
std::shared_ptr<const Laplacian1D> rows_of(const StaggeredLine &line, const Grid1D &nodes)
{
  const std::size_t n = line.size();
  const unsigned p = nodes.degree;
  std::vector<std::vector<std::pair<std::size_t, double>>> at_node(nodes.size());  // points and slopes
  for (std::size_t c = 0; c < nodes.cells(); ++c)
    for (unsigned q = 0; q < p; ++q)
      for (unsigned i = 0; i <= p; ++i)
        at_node[nodes.node(c, i)].emplace_back(c * p + q, line.derivative_entry(c, q, i));
  std::vector<std::map<std::size_t, double>> rows(n);
  for (std::size_t k = 0; k < nodes.size(); ++k)
    for (const auto &[i, a] : at_node[k])
      for (const auto &[j, b] : at_node[k]) rows[i][j] += a / nodes.weights[k] * b * line.weights()[j];
  auto result = std::make_shared<Laplacian1D>(nodes);
  result->row_start = {0};
  result->columns.clear();
  result->values.clear();
  for (std::size_t i = 0; i < n; ++i) {
    result->columns.push_back(i);
    result->values.push_back(rows[i][i]);
    for (const auto &[j, value] : rows[i])
      if (j != i) {
        result->columns.push_back(j);
        result->values.push_back(value);
      }
    result->row_start.push_back(result->columns.size());
  }
  return result;
}
}  // namespace

EllipticRegression::EllipticRegression(std::shared_ptr<const FieldKernel> k, double lambda,
                                       const SolverOptions &options, double length)
    : FieldRegression(std::move(k), lambda, options), square_(length * length)
{
  const StaggeredFields &fields = kernel().fields();
  for (unsigned d = 0; d < fields.dim(); ++d) {
    Operator of;
    for (unsigned e = 0; e < fields.dim(); ++e) {
      of.sizes[e] = fields.points(d).direction[e].size();
      const Grid1D &nodes = fields.grid().direction[e];
      of.rows[e] = e == d ? rows_of(fields.line(d), nodes) : Laplacian1D::shared(nodes);
    }
    of.diagonal.resize(fields.size(d));
    const auto entry = [&](unsigned e, std::size_t i) {
      return of.rows[e] ? of.rows[e]->values[of.rows[e]->row_start[i]] : 0.;
    };
    Eigen::Index n = 0;
    for (std::size_t z = 0; z < of.sizes[2]; ++z)
      for (std::size_t y = 0; y < of.sizes[1]; ++y)
        for (std::size_t x = 0; x < of.sizes[0]; ++x)
          of.diagonal[n++] = 1 + square_ * (entry(0, x) + entry(1, y) + entry(2, z));
    operators_.push_back(std::move(of));
  }
}

/// Of the matrix that is scaled with its diagonal; the largest eigenvalue is at most twice the largest entry
/// for degree 1 and a little more for others.
double EllipticRegression::expected_iterations(unsigned d, const Component &rho) const
{
  const double condition =
      2 * ((rho.array() + lambda() * operators_[d].diagonal.array()) / (rho.array() + lambda())).maxCoeff();
  return 1 + 0.5 * std::sqrt(condition) * std::log(2 / tolerance());
}

FieldRegression::Report EllipticRegression::try_to_solve(unsigned d, const Component &rho, const Component &g,
                                                         double tolerance, Component &f) const
{
  const Operator &of = operators_[d];
  const Eigen::ArrayXd w = kernel().fields().weights(d).array(), sum = rho.array() + lambda(),
                       s = 1 / (w * sum).sqrt(), mass = rho.array() / sum, q = lambda() * w * s,
                       jacobi = sum / (rho.array() + lambda() * of.diagonal.array());
  Component in(rho.size()), out(rho.size());
  const std::array<const Laplacian1D *, 3> rows{{of.rows[0].get(), of.rows[1].get(), of.rows[2].get()}};
  // with D = omega (rho + lambda): D^-1/2 omega (rho + lambda A) D^-1/2 for the unknown D^1/2 f
  const LinearMap matrix = [&](const Vector &x, Vector &y) {
    in.array() = s * as_eigen(x).array();
    apply_sparse_sum(rows, of.sizes, in.data(), out.data(), [](std::size_t, std::size_t) {});
    as_eigen(y).array() = mass * as_eigen(x).array() + q * (in.array() + square_ * out.array());
  };
  const LinearMap preconditioner = [&](const Vector &r, Vector &z) {
    as_eigen(z).array() = jacobi * as_eigen(r).array();
  };
  Vector b(static_cast<dealii::types::global_dof_index>(rho.size())), x = b;
  as_eigen(b).array() = w * s * rho.array() * g.array();
  as_eigen(x).array() = mass * g.array() / s;  // that of zero bandwidth
  const SolverReport solved = conjugate_gradients(matrix, preconditioner, x, b, tolerance, max_iterations());
  f.array() = s * as_eigen(x).array();
  return {solved.iterations, solved.residual};
}

}  // namespace gammaflow
