// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/lines/laplacian_1d.h>

#include <Eigen/Core>

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

namespace gammaflow
{
/// The eigenvectors B of one direction as products with tensors. On a grid that is symmetric about its middle
/// every eigenvector is even or odd: with the mirror image i' of node i (n-1-i; n-i where periodic),
///   B^T y = [ E^T (y_i + y_i'); O^T (y_i - y_i') ],   (B a)_i = (E a_even)_i + (O a_odd)_i, at i' with
///   minus,
/// E and O the even and odd eigenvectors on half of the nodes: two products of half the size, half the
/// operations. Symmetry is read off the eigenvectors; where there is none (graded cells) the product is
/// plain.
class MirroredBasis
{
 public:
  explicit MirroredBasis(const Grid1D &grid);
  /// The eigenvectors of functions that vanish at the held ends (Eigenbasis::with_held_ends).
  MirroredBasis(const Grid1D &grid, const HeldEnds &ends);

  bool symmetric() const { return pairs_ > 0; }
  /// The eigenvalues and eigenvectors in the order of the coefficients: first the even ones.
  const Eigen::VectorXd &values() const { return values_; }
  Eigen::MatrixXd vectors() const;

  /// y = B^T diag(w) x in one direction of a tensor of the given sizes (x fastest), w the weights of the
  /// grid; `work` has the size of x and is neither x nor y.
  void to_modes(const std::array<std::size_t, 3> &sizes, unsigned direction, const double *x, double *y,
                double *work) const;
  /// y = B x.
  void from_modes(const std::array<std::size_t, 3> &sizes, unsigned direction, const double *x, double *y,
                  double *work) const;

 private:
  MirroredBasis(const Grid1D &grid, std::shared_ptr<const Eigenbasis> basis);
  void find_parities(bool periodic);

  std::shared_ptr<const Eigenbasis> basis_;
  std::vector<double> weights_;
  std::size_t first_ = 0;            ///< node `first_ + k` mirrors node n-1-k, for k < pairs_
  std::size_t pairs_ = 0;            ///< the other nodes are their own images
  std::vector<Eigen::Index> order_;  ///< even eigenvectors, then odd
  Eigen::VectorXd values_;           ///< in this order
  Eigen::MatrixXd even_, odd_;       ///< at nodes [0, n - pairs_) and [first_, first_ + pairs_)
};

}  // namespace gammaflow
