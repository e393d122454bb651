// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/lines/bloch_waves.h>
#include <gammaflow/spaces/lines/laplacian_1d.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
/// One eigenvector: its coefficients, and the block that says which part of which wave it is.
struct Mode {
  double eigenvalue;
  const BlochWaves::Block *block;
  Eigen::VectorXd coefficients;
};
}  // namespace

Eigenbasis Eigenbasis::of_uniform(const Grid1D &grid)
{
  const std::size_t n = grid.size();
  const double pi = std::acos(-1.);
  const BlochWaves waves(grid);
  const std::size_t period = waves.period();
  std::vector<double> cosines(2 * period), sines(2 * period);  // of pi r / period
  for (std::size_t r = 0; r < 2 * period; ++r) {
    cosines[r] = std::cos(pi * double(r) / double(period));
    sines[r] = std::sin(pi * double(r) / double(period));
  }

  std::vector<Mode> modes;
  for (const auto &block : waves.blocks())
    for (Eigen::Index k = 0; k < block.values.size(); ++k) {
      Eigen::VectorXd c = Eigen::VectorXd::Zero(waves.degree());
      for (std::size_t l = 0; l < block.coefficients.size(); ++l)
        c[block.coefficients[l]] = block.vectors(Eigen::Index(l), k);
      modes.push_back({block.values[k], &block, c});
    }
  std::stable_sort(modes.begin(), modes.end(),
                   [](const Mode &a, const Mode &b) { return a.eigenvalue < b.eigenvalue; });

  Eigenbasis basis;
  basis.values = Eigen::VectorXd::Zero(Eigen::Index(n));
  basis.vectors.resize(Eigen::Index(n), Eigen::Index(n));
  for (std::size_t k = 1; k < n; ++k) {
    const Mode &mode = modes[k];
    basis.values[Eigen::Index(k)] = mode.eigenvalue;
    double *column = basis.vectors.col(Eigen::Index(k)).data();
    for (std::size_t node = 0; node < n; ++node) {
      const std::size_t cell = node / grid.degree;
      const unsigned i = unsigned(node % grid.degree);
      const std::size_t left = 2 * mode.block->wave * cell % (2 * period);
      const std::size_t middle = (mode.block->wave * (2 * cell + 1)) % (2 * period);
      // Re e^{i phi} (s + i a) = cos s - sin a, Im e^{i phi} (s + i a) = sin s + cos a
      column[node] = mode.block->norm *
                     (mode.block->odd
                          ? waves.value(i, mode.coefficients, sines[left], sines[middle], -cosines[middle])
                          : waves.value(i, mode.coefficients, cosines[left], cosines[middle], sines[middle]));
    }
  }
  basis.vectors.col(0).setConstant(1 / std::sqrt(grid.upper - grid.lower));
  return basis;
}

}  // namespace gammaflow
