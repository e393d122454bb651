// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/lines/gauss_lobatto.h>
#include <gammaflow/spaces/lines/tensor_grid.h>

#include <cstddef>
#include <vector>

namespace gammaflow
{
/// A function on an interval given by its nodal values, seen as what it is between the nodes: a polynomial of
/// the grid's degree in each cell. Its distribution function is then a polynomial of one degree more in each
/// cell, and everything here is exact up to round-off relative to the integral asked for, not to the total
/// mass. (The Gauss-Lobatto weights integrate the cell polynomial exactly, so cell masses agree with the
/// pairing of the space.)
class CellwiseDensity
{
 public:
  /// On a grid that is not periodic.
  CellwiseDensity(const Grid1D &grid, const std::vector<double> &nodal_values);

  const std::vector<double> &vertices() const { return vertices_; }
  std::size_t cells() const { return vertices_.size() - 1; }
  /// The cell whose half-open interval holds x; the first or last one for x outside.
  std::size_t cell_of(double x) const;

  /// The polynomial of `cell` at x.
  double value(std::size_t cell, double x) const;
  /// int_x^{x + length}, within `cell`. (By the length: x + length may have rounded it away.)
  double integral(std::size_t cell, double x, double length) const;
  double cell_integral(std::size_t cell) const { return cell_integral_[cell]; }
  /// A bound of |value| on [x0, x1] in `cell`: three times the largest value at Gauss-Lobatto points of it.
  double largest(std::size_t cell, double x0, double x1) const;

  /// int from the lower end to x, and from x to the upper end: each summed from its own end, so that a small
  /// tail keeps all its digits.
  double left_of(double x) const;
  double right_of(double x) const;

  /// For values that are not negative: the D (of the sign of mass) with int_x^{x+D} = mass, by walking cells
  /// and then inverting the cell's monotone integral (bracketed, TOMS 748). The relative accuracy of D is
  /// that of mass as long as x + D is in the cell of x. x + D is the end of the interval where there is less
  /// mass.
  double displacement(double x, double mass) const;

 private:
  double displacement_to_the_right(double x, double mass) const;
  double displacement_to_the_left(double x, double mass) const;

  GaussLobatto reference_;
  std::vector<double> vertices_, values_;  ///< values: (degree + 1) per cell
  std::vector<double> cell_integral_, left_,
      right_;  ///< integrals: of each cell, left and right of each vertex
};

}  // namespace gammaflow
