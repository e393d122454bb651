// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/evolutions/closed_forms/quadratic_logarithm.h>

#include <Eigen/QR>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
double QuadraticLogarithm::value(const Point &x) const
{
  const Eigen::VectorXd p = Eigen::Map<const Eigen::VectorXd>(x.data(), b.size());
  return c + b.dot(p) - 0.5 * p.dot(S * p);
}

std::optional<QuadraticLogarithm> QuadraticLogarithm::of(const Space &space, const Vector &values)
{
  const Eigen::Index dim = space.dim(), terms = 1 + dim + dim * (dim + 1) / 2;
  const auto monomials = [&](const Point &x) {
    Eigen::RowVectorXd row(terms);
    Eigen::Index k = 0;
    row[k++] = 1;
    for (Eigen::Index i = 0; i < dim; ++i) row[k++] = x[std::size_t(i)];
    for (Eigen::Index i = 0; i < dim; ++i)
      for (Eigen::Index j = i; j < dim; ++j) row[k++] = x[std::size_t(i)] * x[std::size_t(j)];
    return row;
  };
  const std::size_t n = space.n_nodes(), samples = std::min<std::size_t>(n, 400);
  Eigen::MatrixXd matrix(Eigen::Index(samples), terms);
  Eigen::VectorXd right(Eigen::Index(samples), 1);
  for (std::size_t k = 0; k < samples; ++k) {
    const std::size_t i = k * (n - 1) / (samples - 1);
    matrix.row(Eigen::Index(k)) = monomials(space.nodes()[i]);
    right[Eigen::Index(k)] = data(values)[i];
    if (!std::isfinite(right[Eigen::Index(k)])) return {};
  }
  const Eigen::VectorXd fit = matrix.colPivHouseholderQr().solve(right);
  QuadraticLogarithm result;
  result.c = fit[0];
  result.b = fit.segment(1, dim);
  result.S.resize(dim, dim);
  for (Eigen::Index i = 0, k = 1 + dim; i < dim; ++i)
    for (Eigen::Index j = i; j < dim; ++j, ++k)
      result.S(i, j) = result.S(j, i) = i == j ? -2 * fit[k] : -fit[k];
  double scale = 1;
  for (std::size_t i = 0; i < n; ++i) scale = std::max(scale, std::abs(data(values)[i]));
  for (std::size_t i = 0; i < n; ++i)
    if (!(std::abs(result.value(space.nodes()[i]) - data(values)[i]) <= 1e-10 * scale)) return {};
  return result;
}

}  // namespace gammaflow
