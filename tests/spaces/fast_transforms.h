// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/box/box_filter.h>
#include <gammaflow/spaces/box/box_modes.h>

#include <cmath>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace gammaflow::testing
{
/// y = F x on the nodes of a box.
using NodalMap = std::function<void(const Eigen::VectorXd &x, Eigen::VectorXd &y)>;

/// Functions of the Laplacian that are used: the heat semigroup, Matern kernels, the inverse of one, the
/// pseudo-inverse, and one that oscillates.
inline std::vector<std::pair<std::string, std::function<double(double)>>> symbols()
{
  return {{"heat", [](double x) { return std::exp(-0.01 * x); }},
          {"Matern", [](double x) { return std::pow(1 + 0.04 * x, -3); }},
          {"inverse Matern", [](double x) { return 1 + 0.0025 * x; }},
          {"pseudo-inverse", [](double x) { return x > 0 ? 1 / x : 0.; }},
          {"cosine", [](double x) { return std::cos(std::sqrt(x) / 5) / (1 + x); }}};
}

inline TensorGrid grid_of(const std::vector<Grid1D> &directions)
{
  TensorGrid grid;
  grid.dim = unsigned(directions.size());
  for (unsigned d = 0; d < grid.dim; ++d) grid.direction[d] = directions[d];
  return grid;
}

inline Eigen::VectorXd uneven_values(Eigen::Index n)
{
  Eigen::VectorXd x(n);
  for (Eigen::Index i = 0; i < n; ++i) x[i] = std::sin(3.7 * double(i * i % 101)) + 0.3;
  return x;
}

/// g(L) by products with the eigenvectors, and by fast transforms: along one direction after the other, or
/// all of it in one go.
inline NodalMap by_modes(const TensorGrid &grid, BoxModes::Method method, std::function<double(double)> g)
{
  const auto modes = std::make_shared<const BoxModes>(grid, method);
  return [modes, g](const Eigen::VectorXd &x, Eigen::VectorXd &y) {
    Eigen::VectorXd coefficients(x.size());
    modes->to_modes(x.data(), coefficients.data());
    coefficients.array() *= modes->eigenvalues().unaryExpr(g).array();
    modes->from_modes(coefficients.data(), y.data());
  };
}
inline NodalMap by_products(const TensorGrid &grid, const std::function<double(double)> &g)
{
  return by_modes(grid, BoxModes::Method::products, g);
}
inline NodalMap by_filter(const TensorGrid &grid, const std::function<double(double)> &g)
{
  const auto modes = std::make_shared<const BoxModes>(grid, BoxModes::Method::transforms);
  const auto filter = std::make_shared<const BoxFilter>(modes, grid.dim, SpectralFunction::general(g, "g"));
  return [filter](const Eigen::VectorXd &x, Eigen::VectorXd &y) { filter->apply(x.data(), y.data()); };
}

/// The largest difference of two maps of the same values, relative to the largest result.
inline double deviation(const TensorGrid &grid, const NodalMap &a, const NodalMap &b)
{
  const Eigen::VectorXd x = uneven_values(Eigen::Index(grid.size()));
  Eigen::VectorXd p(x.size()), q(x.size());
  a(x, p);
  b(x, q);
  return (p - q).cwiseAbs().maxCoeff() / q.cwiseAbs().maxCoeff();
}

/// By how much a map that reproduces constants changes the mass, relative to int |x|.
inline double mass_defect(const TensorGrid &grid, const NodalMap &map)
{
  Eigen::VectorXd weights(Eigen::Index(grid.size()));
  Eigen::Index i = 0;
  for (const double z : grid.direction[2].weights)
    for (const double y : grid.direction[1].weights)
      for (const double x : grid.direction[0].weights) weights[i++] = x * y * z;
  const Eigen::VectorXd x = uneven_values(weights.size());
  Eigen::VectorXd y(x.size());
  map(x, y);
  return std::abs(weights.dot(y - x)) / weights.dot(x.cwiseAbs());
}

}  // namespace gammaflow::testing
