// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/lines/bloch_waves.h>
#include <gammaflow/spaces/lines/gauss_lobatto.h>

#include <Eigen/SVD>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
BlochWaves::BlochWaves(const Grid1D &grid)
    : p_(grid.degree), s_(p_ / 2), period_(grid.periodic ? grid.cells() : 2 * grid.cells())
{
  const GaussLobatto reference(p_);
  const double cells = double(grid.cells()), length = (grid.upper - grid.lower) / cells, pi = std::acos(-1.);
  for (unsigned i = 0; i <= s_; ++i)
    root_mass_.push_back(std::sqrt(length * reference.weights()[i] * (i == 0 ? 2 : 1)));
  root_ = reference.stiffness_root() / std::sqrt(length);
  for (std::size_t r = 0; r < 2 * period_; ++r) {
    cosines_.push_back(std::cos(pi * double(r) / double(period_)));
    sines_.push_back(std::sin(pi * double(r) / double(period_)));
  }

  for (std::size_t j = 0; 2 * j <= period_; ++j) {
    const bool at_zero = j == 0, at_pi = 2 * j == period_;
    const double half_theta = pi * double(j) / double(period_);
    const Eigen::MatrixXd f = factor(at_pi ? 0. : std::cos(half_theta), at_zero ? 0. : std::sin(half_theta));
    for (const bool odd : {false, true}) {
      Block block{j, odd, at_zero || at_pi, 0, coefficients(at_zero, at_pi, odd), {}, {}};
      if ((odd && !grid.periodic) || block.coefficients.empty()) continue;
      block.norm = std::sqrt((block.edge ? 1. : 2.) / cells);
      Eigen::MatrixXd g(f.rows(), Eigen::Index(block.coefficients.size()));
      for (Eigen::Index k = 0; k < g.cols(); ++k) g.col(k) = f.col(block.coefficients[std::size_t(k)]);
      const Eigen::JacobiSVD<Eigen::MatrixXd> svd(g, Eigen::ComputeFullV);
      block.values = svd.singularValues().cwiseAbs2();
      block.vectors = svd.matrixV();
      blocks_.push_back(std::move(block));
    }
  }
  // The constant, which is known: its coefficients are the roots of the masses in a cell.
  Block &first = blocks_.front();
  const Eigen::Index last = first.values.size() - 1;
  first.values[last] = 0;
  for (Eigen::Index i = 0; i <= last; ++i)
    first.vectors(i, last) =
        root_mass_[std::size_t(i)] * (i > 0 && 2 * unsigned(i) < p_ ? std::sqrt(2.) : 1.) / std::sqrt(length);
}

/// The real factor F of the stiffness in the coefficients (scaled by the root of the mass), F^T F ~ A.
Eigen::MatrixXd BlochWaves::factor(const double cosine, const double sine) const
{
  Eigen::MatrixXd symmetric = Eigen::MatrixXd::Zero(p_ + 1, p_), antisymmetric = symmetric;
  symmetric(0, 0) = symmetric(p_, 0) = cosine / root_mass_[0];
  antisymmetric(0, 0) = -sine / root_mass_[0];
  antisymmetric(p_, 0) = sine / root_mass_[0];
  for (unsigned i = 1; i <= s_; ++i) {
    symmetric(i, i) = symmetric(p_ - i, i) = (2 * i == p_ ? 1 : std::sqrt(0.5)) / root_mass_[i];
    if (2 * i < p_) {
      antisymmetric(i, s_ + i) = std::sqrt(0.5) / root_mass_[i];
      antisymmetric(p_ - i, s_ + i) = -std::sqrt(0.5) / root_mass_[i];
    }
  }
  // At Gauss points the derivative of the one part is antisymmetric, of the other symmetric: half of them
  // suffice.
  const Eigen::MatrixXd ds = root_ * symmetric, da = root_ * antisymmetric;
  Eigen::MatrixXd f(p_, p_);
  const unsigned half = p_ / 2;
  f.topRows(half) = std::sqrt(2.) * ds.topRows(half);
  f.middleRows(half, half) = std::sqrt(2.) * da.topRows(half);
  if (p_ % 2) f.row(p_ - 1) = da.row(half);
  return f;
}

/// The coefficients of the waves that do not vanish at theta = 0 and theta = pi.
std::vector<unsigned> BlochWaves::coefficients(const bool zero, const bool pi, const bool odd) const
{
  std::vector<unsigned> list;
  for (unsigned i = 0; i < p_; ++i) {
    const bool vertex = i == 0, symmetric = i > 0 && i <= s_;
    const bool real_part = zero ? vertex || symmetric : vertex || !symmetric;
    if ((!zero && !pi) || real_part != odd) list.push_back(i);
  }
  return list;
}

Eigen::VectorXd BlochWaves::nodal(const Block &block, const Eigen::Index k, const std::size_t n) const
{
  Eigen::VectorXd c = Eigen::VectorXd::Zero(p_), result(n);
  for (std::size_t l = 0; l < block.coefficients.size(); ++l)
    c[block.coefficients[l]] = block.vectors(Eigen::Index(l), k);
  for (std::size_t node = 0; node < n; ++node) {
    const std::size_t cell = node / p_, left = 2 * block.wave * cell % (2 * period_),
                      middle = (block.wave * (2 * cell + 1)) % (2 * period_);
    const unsigned i = unsigned(node % p_);
    // Re e^{i phi} (s + i a) = cos s - sin a, Im e^{i phi} (s + i a) = sin s + cos a
    result[Eigen::Index(node)] =
        block.norm * (block.odd ? value(i, c, sines_[left], sines_[middle], -cosines_[middle])
                                : value(i, c, cosines_[left], cosines_[middle], sines_[middle]));
  }
  return result;
}

double BlochWaves::value(const unsigned i, const Eigen::VectorXd &c, const double left, const double cosine,
                         const double sine) const
{
  if (i == 0) return left * c[0] / root_mass_[0];
  if (2 * i == p_) return cosine * c[i] / root_mass_[i];
  const unsigned j = std::min(i, p_ - i);
  return std::sqrt(0.5) * (cosine * c[j] + (i == j ? -sine : sine) * c[s_ + j]) / root_mass_[j];
}

}  // namespace gammaflow
