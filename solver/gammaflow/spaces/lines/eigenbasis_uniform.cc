// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/lines/bloch_waves.h>
#include <gammaflow/spaces/lines/laplacian_1d.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
/// One eigenvector: number `column` of a block.
struct Mode {
  double eigenvalue;
  const BlochWaves::Block *block;
  Eigen::Index column;
};

/// Of the blocks that are chosen, by their eigenvalues.
template <class Chosen>
std::vector<Mode> sorted_modes(const BlochWaves &waves, const Chosen &chosen)
{
  std::vector<Mode> modes;
  for (const auto &block : waves.blocks())
    for (Eigen::Index k = 0; chosen(block) && k < block.values.size(); ++k)
      modes.push_back({block.values[k], &block, k});
  std::stable_sort(modes.begin(), modes.end(),
                   [](const Mode &a, const Mode &b) { return a.eigenvalue < b.eigenvalue; });
  return modes;
}
}  // namespace

Eigenbasis Eigenbasis::of_uniform(const Grid1D &grid)
{
  const std::size_t n = grid.size();
  const BlochWaves waves(grid);
  const std::vector<Mode> modes = sorted_modes(waves, [](const auto &) { return true; });
  Eigenbasis basis;
  basis.values = Eigen::VectorXd::Zero(Eigen::Index(n));
  basis.vectors.resize(Eigen::Index(n), Eigen::Index(n));
  for (std::size_t k = 1; k < n; ++k) {
    basis.values[Eigen::Index(k)] = modes[k].eigenvalue;
    basis.vectors.col(Eigen::Index(k)) = waves.nodal(*modes[k].block, modes[k].column, n);
  }
  basis.vectors.col(0).setConstant(1 / std::sqrt(grid.upper - grid.lower));
  return basis;
}

/// The odd continuation about a held end and the even one about a free end are periodic, and the eigenvectors
/// with these symmetries are the odd waves of 2 cells, or of 4 cells with an odd number of waves.
Eigenbasis Eigenbasis::of_uniform_held(const Grid1D &grid, const HeldEnds &ends)
{
  const bool both = ends.lower && ends.upper;
  const std::size_t n = grid.size(), copies = both ? 2 : 4;
  const BlochWaves waves(Grid1D::build(0, double(copies) * (grid.upper - grid.lower), copies * grid.cells(),
                                       1, grid.degree, true));
  const std::vector<Mode> modes = sorted_modes(
      waves, [&](const BlochWaves::Block &block) { return block.odd && (both || block.wave % 2 == 1); });
  Eigen::MatrixXd vectors(Eigen::Index(n), Eigen::Index(modes.size()));
  Eigenbasis basis;
  basis.values.resize(vectors.cols());
  for (Eigen::Index k = 0; k < vectors.cols(); ++k) {
    const Mode &mode = modes[std::size_t(k)];
    const Eigen::VectorXd wave = std::sqrt(double(copies)) * waves.nodal(*mode.block, mode.column, n);
    basis.values[k] = mode.eigenvalue;
    vectors.col(k) = ends.lower ? wave : Eigen::VectorXd(wave.reverse());
  }
  basis.vectors = std::move(vectors);
  return basis;
}

}  // namespace gammaflow
