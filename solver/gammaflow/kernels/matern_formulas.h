// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

namespace gammaflow
{
/// The Matern family of order nu with phi(0) = 1: its Fourier symbol in R^d is
///   phi^(w) = I (1 + w^2/(2 nu))^-(nu + d/2),  I = (2 pi / nu)^(d/2) Gamma(nu + d/2) / Gamma(nu)
/// (Rasmussen & Williams 2006, eq. 4.15). Laplace: nu = 1/2.
struct MaternFormulas {
  double order;  ///< nu
  unsigned dim;

  double integral() const;                 ///< I, at length 1
  double fourier(double frequency) const;  ///< phi^(w)
  /// int s_1^2 phi / int phi = -(log phi^)''(0) = 1 + d/(2 nu)
  double second_moment() const { return 1 + dim / (2 * order); }
};

}  // namespace gammaflow
