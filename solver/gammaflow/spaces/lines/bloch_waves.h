// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/lines/tensor_grid.h>

#include <Eigen/Core>

#include <vector>

namespace gammaflow
{
/// The eigenvectors of the Laplacian of a direction with equal cells, one wave number theta at a time. A
/// Bloch wave takes, in the middle of cell m, the phase e^{i theta (m + 1/2)}, and relative to it the values
///   e^{-i theta/2} c_0 / r_0 and e^{i theta/2} c_0 / r_0 at the vertices,
///   (s_i + i a_i) / (sqrt(2) r_i) and (s_i - i a_i) / (sqrt(2) r_i) at the interior nodes i and p - i,
///   s_i / r_i at the middle one (i = p/2),
/// r_i^2 the mass of a node. The symmetric part of these is real and the antisymmetric part imaginary, so
/// that real coefficients c_0, s, a suffice: the real part of the wave is even about x = 0 (no flux there),
/// the imaginary part odd.
class BlochWaves
{
 public:
  /// Those of one wave number that are real parts of waves, or (odd) imaginary parts.
  struct Block {
    std::size_t wave;                    ///< theta = 2 pi wave / period()
    bool odd;                            ///< imaginary parts
    bool edge;                           ///< theta = 0 or pi
    double norm;                         ///< that makes the wave a unit vector
    std::vector<unsigned> coefficients;  ///< those that do not vanish
    Eigen::VectorXd values;              ///< the eigenvalues, descending; the last of the first block is 0
    Eigen::MatrixXd vectors;  ///< orthonormal columns, one for each of them: its coefficients, without norm
  };

  explicit BlochWaves(const Grid1D &grid);

  unsigned degree() const { return p_; }
  unsigned symmetric() const { return s_; }               ///< coefficients 1, ..., s
  unsigned antisymmetric() const { return p_ - 1 - s_; }  ///< coefficients s + 1, ..., p - 1
  /// In cells: without flux the even continuation has the double period.
  std::size_t period() const { return period_; }
  /// r_0, ..., r_s.
  const std::vector<double> &root_mass() const { return root_mass_; }
  const std::vector<Block> &blocks() const { return blocks_; }

  /// Eigenvector k of a block at the first n nodes of the direction.
  Eigen::VectorXd nodal(const Block &block, Eigen::Index k, std::size_t n) const;
  /// Node i of a cell whose middle has the phase (cosine, sine), and its left vertex `left`.
  double value(unsigned i, const Eigen::VectorXd &c, double left, double cosine, double sine) const;

 private:
  Eigen::MatrixXd factor(double cosine, double sine) const;
  std::vector<unsigned> coefficients(bool zero, bool pi, bool odd) const;

  unsigned p_, s_;
  std::size_t period_;
  std::vector<double> root_mass_, cosines_, sines_;  ///< of pi r / period, r < 2 period
  Eigen::MatrixXd root_;
  std::vector<Block> blocks_;
};

}  // namespace gammaflow
