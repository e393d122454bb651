// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace gammaflow
{
/// Polynomials of a degree on [0,1]^dim by their Bernstein coefficients, x fastest: the polynomial lies
/// between the smallest and the largest of them, and has the value of each corner's at that corner (Farouki,
/// The Bernstein polynomial basis, 2012). Splitting a cell moves them towards the polynomial.
class Bernstein
{
 public:
  /// Of this degree, kept for all.
  static const Bernstein &shared(unsigned degree);
  explicit Bernstein(unsigned degree);

  unsigned degree() const { return degree_; }
  /// From values at the Gauss-Lobatto nodes, in place.
  void from_nodal(unsigned dim, std::vector<double> &values) const;
  /// Halves in one direction: `c` becomes the lower half, the result is the upper one.
  std::vector<double> split(unsigned direction, std::vector<double> &c) const;
  /// The value at x of a polynomial in one variable.
  double value(const double *c, double x) const;

 private:
  unsigned degree_;
  std::vector<double> from_nodal_;  ///< matrix, row by row
};

/// 1 or -1 where the coefficients prove that the polynomial is nowhere of the other sign, up to round-off;
/// else 0.
int proven_sign(const std::vector<double> &coefficients);

}  // namespace gammaflow
