// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/laplacian_calculus.h>

#include <Eigen/SparseCholesky>
#include <Eigen/SparseCore>

#include <cstddef>
#include <mutex>
#include <vector>

namespace gammaflow
{
/// Kernel ridge regression with a Matern kernel of integer s at the points of a line: with A = (1 + l^2 L)^s
/// and the diagonal matrix M of the points' weights, in which L is symmetric,
///   M (rho + lambda A) f = M rho g,
/// symmetric and positive definite: sparse L D L^T in a few N operations. The equation is solved again for
/// the residual: the correction e is added, and |e|_{L2(rho)} says how good the solution was before that. For
/// s > 1 the round-off of the residual, times the largest eigenvalue of lambda A, is what bounds it: from the
/// third correction on the residual is computed in long numbers, by L itself.
class LineRegression
{
 public:
  using Sparse = Eigen::SparseMatrix<double>;

  /// `inverse`: Kf^-1, with its length and smoothness.
  LineRegression(const Sparse &laplacian, Eigen::VectorXd weights, double lambda,
                 const SpectralFunction &inverse);

  /// f, and |e|_{L2(rho)} / norm of the last correction; corrected up to four times, until that is at most
  /// the tolerance. Infinite where there are no factors.
  double solve(const Eigen::VectorXd &rho, const Eigen::VectorXd &g, double norm, double tolerance,
               Eigen::VectorXd &f) const;

 private:
  // The points of a line are in the order that fills nothing in.
  using Factorization = Eigen::SimplicialLDLT<Sparse, Eigen::Lower, Eigen::NaturalOrdering<int>>;

  static constexpr unsigned most_ = 6;  ///< corrections

  /// M (rho g - rho f - lambda A f)
  Eigen::VectorXd long_residual(const Eigen::VectorXd &weighted, const Eigen::VectorXd &g,
                                const Eigen::VectorXd &f) const;

  const Eigen::VectorXd weights_;
  const double lambda_;
  const int smoothness_;
  Sparse factor_;                         ///< 1 + l^2 L
  Sparse stiffness_;                      ///< lambda M A
  std::vector<std::ptrdiff_t> diagonal_;  ///< where its diagonal stands
  mutable std::mutex mutex_;
  mutable Factorization factorization_;  ///< its pattern is kept
};

}  // namespace gammaflow
