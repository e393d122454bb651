// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/sparse/sparse_factor.h>

#include <memory>

namespace gammaflow
{
/// Weighted stiffness by collocation at the Gauss-Lobatto nodes: with the quadrature weights w_q of the cells
/// and a mobility m that is given at the nodes,
///   A(m)_ij = sum_cells sum_q w_q m(x_q) grad phi_i(x_q) . grad phi_j(x_q).
/// A(m) is symmetric, positive semi-definite for m >= 0, linear in m, and A(m) 1 = 0; hence 1^T A(m) x = 0:
/// what it drives keeps the mass to round-off, whatever m is. A(1) is the stiffness of the space's
/// Laplacian. On a locally refined mesh m is interpolated at the hanging nodes, and held at zero where that
/// falls below zero between values that are not negative: there A is not linear in m.
class GradientCalculus
{
 public:
  virtual ~GradientCalculus() = default;

  /// y = M^-1 A(m) x, which is -div(m grad x) with no-flux or periodic boundary. y is neither m nor x.
  virtual void apply(const Vector &m, const Vector &x, Vector &y) const = 0;
  /// y = M^-1 A'(m)[direction] x, the derivative of apply() in the mobility.
  virtual void derivative(const Vector & /*m*/, const Vector &direction, const Vector &x, Vector &y) const
  {
    apply(direction, x, y);
  }
  /// The largest value of m > 0 in the cells that a node belongs to. False, and nothing done, on meshes, for
  /// degree 1, and where m varies by less than 1e6 in every cell.
  virtual bool cell_maxima(const Vector & /*m*/, Vector & /*largest*/) const { return false; }
  /// A(m) with upwind fluxes in the cells that a front runs through (FrontCell), as they are at the mobility
  /// m and the force x: linear, symmetric and positive semi-definite at this m; derivative() and
  /// mobility_matrix() are the derivatives of A(m; x) x there. Null where there are no such cells. To be used
  /// while this lives.
  virtual std::shared_ptr<const GradientCalculus> at_fronts(const Vector &m, const Vector &x) const = 0;
  /// The diagonal of M^-1 A(m).
  virtual void diagonal(const Vector &m, Vector &d) const = 0;
  /// The function g with <g, m> = a^T A(m) b for every m (that is interpolated as it is): grad a . grad b,
  /// averaged where cells meet.
  virtual void product(const Vector &a, const Vector &b, Vector &g) const = 0;
  /// A(m), without M^-1. InputError on several processes, here and for mobility_matrix().
  virtual SparseMatrix matrix(const Vector &m) const = 0;
  /// The matrix B(x) with B(x) m = A(m) x.
  virtual SparseMatrix mobility_matrix(const Vector &x) const = 0;
};

}  // namespace gammaflow
