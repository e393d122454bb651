// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/eigen.h>

#include <Eigen/Dense>

#include <cmath>
#include <functional>

namespace gammaflow::testing
{
const double pi = std::acos(-1.);
using Matrix = Eigen::MatrixXd;
using Column = Eigen::VectorXd;

/// The flow of KL on `cells` cells of quadratic elements on [0, 1] with walls, by dense matrices that are
/// written down by hand, and the classical Runge-Kutta method.
struct Oracle {
  enum class Mistake { none, wrong_sign, missing_weights, other_mobility };

  Oracle(int cells, double ridge, Mistake wrong = Mistake::none) : lambda(ridge), mistake(wrong)
  {
    const double h = 1. / cells, a = std::sqrt(1. / 3);
    const int n = 2 * cells + 1, m = 2 * cells;
    nodes.resize(n), mass.setZero(n), points.resize(m), weights.setConstant(m, h / 2);
    gradient.setZero(m, n), interpolation.setZero(m, n);
    for (int i = 0; i < n; ++i) nodes[i] = i * h / 2;
    for (int c = 0; c < cells; ++c) {
      mass[2 * c] += h / 6, mass[2 * c + 1] += 2 * h / 3, mass[2 * c + 2] += h / 6;
      for (int q = 0; q < 2; ++q) {
        const double s = q == 0 ? -a : a;  // in [-1, 1]
        const int row = 2 * c + q;
        points[row] = c * h + h * (1 + s) / 2;
        const double value[] = {s * (s - 1) / 2, 1 - s * s, s * (s + 1) / 2},
                     slope[] = {s - 0.5, -2 * s, s + 0.5};
        for (int i = 0; i < 3; ++i) {
          interpolation(row, 2 * c + i) = value[i];
          gradient(row, 2 * c + i) = slope[i] * 2 / h;
        }
      }
    }
    adjoint = mass.cwiseInverse().asDiagonal() * gradient.transpose() * weights.asDiagonal();
    if (mistake == Mistake::missing_weights) adjoint = gradient.transpose() * weights.asDiagonal() / (h / 2);
  }
  void intrinsic(const std::function<double(double)> &g)
  {
    const Column root = weights.cwiseSqrt();
    const Matrix L = root.asDiagonal() * gradient * adjoint * root.cwiseInverse().asDiagonal();
    const Eigen::SelfAdjointEigenSolver<Matrix> spectrum(L);
    kernel = root.cwiseInverse().asDiagonal() * spectrum.eigenvectors() *
             spectrum.eigenvalues().unaryExpr(g).asDiagonal() * spectrum.eigenvectors().transpose() *
             root.asDiagonal();
  }
  void free_space(const std::function<double(double)> &profile)
  {
    kernel.resize(points.size(), points.size());
    for (int i = 0; i < points.size(); ++i)
      for (int j = 0; j < points.size(); ++j)
        kernel(i, j) = profile(std::abs(points[i] - points[j])) * weights[j];
  }
  /// k - k(., walls) k(walls, walls)^-1 k(walls, .), after free_space().
  void condition(const std::function<double(double)> &profile)
  {
    Matrix to_walls(points.size(), 2), between(2, 2);
    between << profile(0), profile(1), profile(1), profile(0);
    for (int i = 0; i < points.size(); ++i)
      to_walls(i, 0) = profile(points[i]), to_walls(i, 1) = profile(1 - points[i]);
    kernel -= to_walls * between.inverse() * to_walls.transpose() * weights.asDiagonal();
  }
  /// Of the logarithms of a density.
  Column rate(const Column &z) const
  {
    const Column rho = (interpolation * z).array().exp(), force = gradient * (z - log_target);
    Column f;
    if (lambda == 0)
      f = kernel * rho.cwiseProduct(force);
    else
      f = (kernel * rho.asDiagonal() + lambda * Matrix::Identity(rho.size(), rho.size()))
              .partialPivLu()
              .solve(kernel * rho.cwiseProduct(force));
    const Column flux = mistake == Mistake::other_mobility ? f : Column(rho.cwiseProduct(f));
    const double sign = mistake == Mistake::wrong_sign ? 1 : -1;
    return sign * (adjoint * flux).array() / z.array().exp();
  }
  Column evolve(Column z, double end, int steps) const
  {
    const double t = end / steps;
    for (int i = 0; i < steps; ++i) {
      const Column a = rate(z), b = rate(z + t / 2 * a), c = rate(z + t / 2 * b), d = rate(z + t * c);
      z += t / 6 * (a + 2 * b + 2 * c + d);
    }
    return z.array().exp();
  }

  double lambda;
  Mistake mistake;
  Column nodes, mass, points, weights, log_target;
  Matrix gradient, adjoint, interpolation, kernel;
};

}  // namespace gammaflow::testing
