// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/eigen.h>
#include <gammaflow/spaces/space.h>

#include <algorithm>
#include <cmath>

namespace gammaflow::testing
{
/// What is to be zero up to round-off of a weighted stiffness on a mesh, relative; the must-fail twins use
/// the same function.
struct StiffnessErrors {
  double constants = 0;  ///< A(m) 1 = 0
  double mass = 0;       ///< 1^T A(m) x = 0
  double symmetry = 0;   ///< y^T A(m) x = x^T A(m) y
  double linear =
      0;  ///< of linear functions: grad a . grad b everywhere, a^T A(m) b = (grad a . grad b) int m
  double product = 0;     ///< <grad x . grad y, m> = y^T A(m) x
  double matrix = 0;      ///< A(m) x by the matrix, and its diagonal
  double derivative = 0;  ///< B(x) k by the matrix, for a change k of the mobility
};

inline StiffnessErrors stiffness_errors(const Space &space, const GradientCalculus &A, const bool matrices)
{
  const auto sample = [&](double a, double b, double c) {
    return space.sample([=](const Point &x) { return std::sin(a * x[0] + b * x[1] + c * x[2] + 0.3); });
  };
  const bool solid = space.dim() > 2;
  const auto linear = [&](double a, double b, double c) {
    return space.sample([=](const Point &x) { return a * x[0] + b * x[1] + (solid ? c * x[2] : 0); });
  };
  const auto apply = [&](const Vector &m, const Vector &x) {
    Vector y = x;
    A.apply(m, x, y);
    return y;
  };
  // A mobility that does not fall below zero where it is interpolated.
  const Vector m = space.sample([](const Point &x) { return 2 + std::cos(3 * x[0] - 2 * x[1] + x[2]); });
  const Vector x = sample(4, -3, 2), y = sample(-2, 5, 3), k = sample(1, 2, -4);
  Vector ones = m, Ax = apply(m, x), Ay = apply(m, y), g = m;
  ones = 1.;
  StiffnessErrors errors;
  errors.constants = apply(m, ones).linfty_norm() / Ax.linfty_norm();
  errors.mass = std::abs(space.integrate(Ax)) / space.norm(Ax) / std::sqrt(space.volume());
  const double scale = space.norm(Ax) * space.norm(y);
  errors.symmetry = std::abs(space.inner(Ax, y) - space.inner(Ay, x)) / scale;
  A.product(x, y, g);
  errors.product = std::abs(space.inner(g, m) - space.inner(Ax, y)) / scale;

  const Vector a = linear(1, -2, 0.5), b = linear(3, 1, -1);
  const double slopes = solid ? 0.5 : 1, whole = space.integrate(m);
  A.product(a, b, g);
  for (const double value : g) errors.linear = std::max(errors.linear, std::abs(value / slopes - 1));
  errors.linear = std::max(errors.linear, std::abs(space.inner(apply(m, a), b) / (slopes * whole) - 1));
  if (!matrices) return errors;

  const auto off = [&](const Eigen::VectorXd &by_matrix, const Vector &v) {
    const Eigen::VectorXd weighted = as_eigen(space.weights()).cwiseProduct(as_eigen(v));
    return (by_matrix - weighted).cwiseAbs().maxCoeff() / weighted.cwiseAbs().maxCoeff();
  };
  const SparseMatrix matrix = A.matrix(m);
  A.diagonal(m, g);
  errors.matrix = std::max(off(matrix * as_eigen(x), Ax), off(matrix.diagonal(), g));
  A.derivative(m, k, x, g);
  errors.derivative = off(A.mobility_matrix(x) * as_eigen(k), g);
  return errors;
}

}  // namespace gammaflow::testing
