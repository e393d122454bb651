// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/lines/gauss_lobatto.h>
#include <gammaflow/spaces/lines/laplacian_1d.h>
#include <gammaflow/sparse/singular_values.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace gammaflow
{
namespace
{
/// M^-1/2 A M^-1/2 = F^T F. The singular values of F lose sigma_max * round-off, where the eigenvalues of
/// the product would lose sigma_max^2 * round-off: relative to the lowest mode that is the root of the
/// condition number instead of the condition number.
Eigen::MatrixXd stiffness_factor(const Grid1D &grid, const Eigen::VectorXd &root_mass)
{
  const GaussLobatto reference(grid.degree);
  const unsigned p = grid.degree;
  Eigen::MatrixXd f = Eigen::MatrixXd::Zero(Eigen::Index(grid.cells() * p), Eigen::Index(grid.size()));
  for (std::size_t c = 0; c < grid.cells(); ++c)
    for (unsigned g = 0; g < p; ++g)
      for (unsigned i = 0; i <= p; ++i) {
        const auto node = Eigen::Index(grid.node(c, i));
        f(Eigen::Index(c * p + g), node) += reference.stiffness_root()(g, i) /
                                            std::sqrt(grid.vertices[c + 1] - grid.vertices[c]) /
                                            root_mass[node];
      }
  return f;
}

/// F on functions of one parity. The derivative has the other parity, so that half of the Gauss points
/// suffice; in the middle, where there is one, an odd derivative vanishes.
Eigen::MatrixXd restricted(const Eigen::MatrixXd &f, const Eigen::MatrixXd &functions, double sign)
{
  const Eigen::Index half = f.rows() / 2;
  Eigen::MatrixXd result = std::sqrt(2.) * (f.topRows(half) * functions);
  if (f.rows() % 2 == 0 || sign > 0) return result;
  result.conservativeResize(half + 1, Eigen::NoChange);
  result.row(half) = f.row(half) * functions;
  return result;
}

/// The even (sign 1) or odd (sign -1) functions of nodal values that vanish at held ends, an orthonormal
/// basis.
Eigen::MatrixXd functions_of_parity(const Grid1D &grid, const HeldEnds &ends, double sign)
{
  const std::size_t n = grid.size();
  Eigen::MatrixXd basis = Eigen::MatrixXd::Zero(Eigen::Index(n), Eigen::Index(n));
  Eigen::Index k = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t image = grid.mirrored(i);
    if (ends.holds(i, n) || image < i || (image == i && sign < 0)) continue;
    basis(Eigen::Index(i), k) = image == i ? 1 : std::sqrt(0.5);
    if (image != i) basis(Eigen::Index(image), k) = sign * std::sqrt(0.5);
    ++k;
  }
  return basis.leftCols(k);
}

using Modes = std::vector<std::pair<double, Eigen::VectorXd>>;

/// Eigenvalues, ascending, and eigenvectors.
Modes decomposed(const Grid1D &grid, const HeldEnds &ends)
{
  const auto n = Eigen::Index(grid.size());
  const Eigen::VectorXd root = Eigen::Map<const Eigen::VectorXd>(grid.weights.data(), n).cwiseSqrt();
  const Eigen::MatrixXd f = stiffness_factor(grid, root);
  Modes modes;
  const auto decompose = [&](const Eigen::MatrixXd &matrix, const Eigen::MatrixXd &functions) {
    const Eigen::Index columns = matrix.cols();
    if (columns == 0) return;
    std::vector<double> entries(matrix.data(), matrix.data() + matrix.size()), sigma, rows;
    right_singular_vectors(int(matrix.rows()), int(columns), entries, sigma, rows);
    sigma.resize(std::size_t(columns), 0.);
    const Eigen::MatrixXd full =
        functions * Eigen::Map<const Eigen::MatrixXd>(rows.data(), columns, columns).transpose();
    for (Eigen::Index k = 0; k < columns; ++k)
      modes.emplace_back(std::pow(sigma[std::size_t(k)], 2), full.col(k).cwiseQuotient(root));
  };
  // On a symmetric grid the even and the odd functions by themselves: a quarter of the work, and parities
  // that are exact.
  if (grid.symmetric() && ends.lower == ends.upper)
    for (const double sign : {1., -1.}) {
      const Eigen::MatrixXd functions = functions_of_parity(grid, ends, sign);
      decompose(restricted(f, functions, sign), functions);
    }
  else {
    const Eigen::Index first = ends.lower ? 1 : 0, free = n - first - (ends.upper ? 1 : 0);
    decompose(f.middleCols(first, free), Eigen::MatrixXd::Identity(n, n).middleCols(first, free));
  }
  std::stable_sort(modes.begin(), modes.end(),
                   [](const auto &a, const auto &b) { return a.first < b.first; });
  return modes;
}
}  // namespace

Eigenbasis Eigenbasis::of_any(const Grid1D &grid)
{
  const Modes modes = decomposed(grid, {});
  const auto n = Eigen::Index(grid.size());
  // The lowest is the constant's (without flux it has no value of its own).
  Eigenbasis basis;
  basis.values = Eigen::VectorXd::Zero(n);
  basis.vectors.resize(n, n);
  for (Eigen::Index k = 1; k < n; ++k) {
    basis.values[k] = modes[std::size_t(k)].first;
    basis.vectors.col(k) = modes[std::size_t(k)].second;
  }
  const Eigen::VectorXd root = Eigen::Map<const Eigen::VectorXd>(grid.weights.data(), n).cwiseSqrt();
  basis.vectors.col(0).setConstant(1 / root.norm());
  return basis;
}

Eigenbasis Eigenbasis::of_any_held(const Grid1D &grid, const HeldEnds &ends)
{
  const Modes modes = decomposed(grid, ends);
  Eigenbasis basis;
  basis.values.resize(Eigen::Index(modes.size()));
  basis.vectors.resize(Eigen::Index(grid.size()), basis.values.size());
  for (Eigen::Index k = 0; k < basis.values.size(); ++k) {
    basis.values[k] = modes[std::size_t(k)].first;
    basis.vectors.col(k) = modes[std::size_t(k)].second;
  }
  return basis;
}

Eigenbasis Eigenbasis::with_held_ends(const Grid1D &grid, const HeldEnds &ends)
{
  Eigenbasis basis = grid.uniform ? of_uniform_held(grid, ends) : of_any_held(grid, ends);
  const Eigen::Index n = Eigen::Index(grid.size()), free = basis.values.size(), last = n - 1;
  basis.values.conservativeResize(n);
  basis.values.tail(n - free).setConstant(std::numeric_limits<double>::infinity());
  basis.vectors.conservativeResize(Eigen::NoChange, n);
  basis.vectors.rightCols(n - free).setZero();
  const double low = 1 / std::sqrt(grid.weights.front()), high = 1 / std::sqrt(grid.weights.back());
  if (n - free == 2) {
    basis.vectors(0, free) = basis.vectors(0, free + 1) = std::sqrt(0.5) * low;
    basis.vectors(last, free) = std::sqrt(0.5) * high;
    basis.vectors(last, free + 1) = -basis.vectors(last, free);
  } else if (n - free == 1)
    basis.vectors(ends.lower ? 0 : last, free) = ends.lower ? low : high;
  if (ends.lower) basis.vectors.row(0).head(free).setZero();
  if (ends.upper) basis.vectors.row(last).head(free).setZero();
  return basis;
}

}  // namespace gammaflow
