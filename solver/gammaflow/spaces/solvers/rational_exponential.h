// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <vector>

namespace gammaflow
{
/// exp(-x) on [0, largest] as a rational function with one repeated real pole: with y = (1 - a x) / (1 + a
/// x), which maps [0, largest] to [y_min, 1], and that interval stretched to [-1, 1],
///   exp(-x) ~ sum_k coefficients[k] T_k(stretch y + shift).
/// Applied to a matrix, every term costs one solve with (1 + a X), always the same one. Real poles cost about
/// twice the terms of complex ones (Andersson, J. Approx. Theory 32 (1981)) but one real factorization
/// instead of many complex.
struct RationalExponential {
  double pole = 1;  ///< a
  double stretch = 1, shift = 0;
  std::vector<double> coefficients;
  double error = 0;  ///< the largest error, measured on a fine grid of [0, largest]

  /// The fewest terms over all a whose error is at most `tolerance`.
  RationalExponential(double largest, double tolerance);
  /// The approximation of exp(-x), 0 <= x <= largest.
  double operator()(double x) const;
};

}  // namespace gammaflow
