// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/lines/tensor_grid.h>

#include <cstddef>
#include <vector>

namespace gammaflow
{
/// The p Gauss points of each cell of a direction with FE_Q(p) nodes: p * cells points. With the Gauss
/// weights omega and the lumped mass W of the nodes,
///   D   the derivative of nodal functions at the points,
///   D*  = W^-1 D^T omega, its adjoint: <D x, f>_omega = <x, D* f>_W,
///   I   the interpolation of nodal functions to the points.
/// Products l_i' l_j' have degree 2p - 2 and the Gauss rule is exact to 2p - 1, so D* D is the Laplacian of
/// the direction. All act on one direction of a tensor: `lower` numbers before the direction (x fastest),
/// `upper` after it.
class StaggeredLine
{
 public:
  explicit StaggeredLine(const Grid1D &grid);

  std::size_t size() const { return cells_ * p_; }
  const std::vector<double> &points() const { return points_; }
  const std::vector<double> &weights() const { return weights_; }
  const std::vector<double> &nodal_weights() const { return nodal_weights_; }
  /// The points as a grid of their own, with the cells of the direction: degree() points per cell.
  const Grid1D &grid() const { return grid_; }

  /// f = D x; lower * (nodes) * upper numbers become lower * size() * upper.
  void derivative(std::size_t lower, std::size_t upper, const double *x, double *f) const;
  /// x = D* f.
  void adjoint(std::size_t lower, std::size_t upper, const double *f, double *x) const;
  /// f = I x.
  void interpolate(std::size_t lower, std::size_t upper, const double *x, double *f) const;
  /// x is the mean along the direction, in the rule of the points, the same at each node.
  void mean(std::size_t lower, std::size_t upper, const double *f, double *x) const;

  /// Entry of D or I at a cell: Gauss point q, node i.
  double derivative_entry(std::size_t cell, unsigned q, unsigned i) const
  {
    return slopes_[q * (p_ + 1) + i] * inverse_length_[cell];
  }
  double value_entry(unsigned q, unsigned i) const { return values_[q * (p_ + 1) + i]; }

 private:
  void to_points(const std::vector<double> &entries, bool divided, std::size_t lower, std::size_t upper,
                 const double *x, double *f) const;
  std::size_t next(std::size_t cell, unsigned i) const
  {
    const std::size_t node = cell * p_ + i;
    return node < nodes_ ? node : 0;
  }

  unsigned p_;
  std::size_t cells_, nodes_;
  bool periodic_;
  std::vector<double> points_, weights_, slopes_, values_, adjoint_, inverse_length_, nodal_weights_,
      inverse_mass_;
  Grid1D grid_;
};

}  // namespace gammaflow
