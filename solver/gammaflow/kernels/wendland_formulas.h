// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

namespace gammaflow
{
/// int phi(|s|) ds and int s_1^2 phi / int phi in R^dim of the polynomial phi(s) = (1 - s)^m (c0 + c1 s + c2
/// s^2) on (0, 1), through int_0^1 s^n (1 - s)^m ds = B(n + 1, m + 1).
struct WendlandFormulas {
  unsigned power;  ///< m
  double c0, c1, c2;

  /// phi(s); 0 for s >= 1.
  double value(double s) const;
  /// -phi'(s)/s, for c1 = m c0: then it is (1 - s)^(m-1) ((m + 1) c1 - 2 c2 + (m + 2) c2 s).
  double slope(double s) const;
  double integral(unsigned dim) const { return moment(dim, 0); }
  double second_moment(unsigned dim) const { return moment(dim, 2) / (dim * moment(dim, 0)); }
  /// int phi(|s|) exp(-i w.s) ds by Gauss quadrature: the closed forms cancel at low frequency.
  double fourier(unsigned dim, double frequency) const;

 private:
  double moment(unsigned dim, unsigned extra) const;
};

}  // namespace gammaflow
