// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>

#include <array>
#include <cstddef>
#include <functional>

namespace gammaflow
{
/// A function on 0 <= r <= R as one polynomial in r, for billions of pairs: eight at a time, with what the
/// processor can do (AVX-512, AVX2, or neither).
class NearPolynomial
{
 public:
  /// By Chebyshev interpolation.
  NearPolynomial(const std::function<double(double)> &f, double radius);

  /// At 401 points of [0, R] the polynomial differs from f by at most 1e-13 max |f|.
  bool good() const { return good_; }
  double operator()(double r) const;

  /// Points with charges, direction by direction; null beyond the dimension.
  struct Points {
    const double *x[3];
    const double *q;
  };
  /// sum of q_j f(|x - x_j|) over the j of [first, last) with |x - x_j| < R.
  double sum(const Points &points, unsigned dim, const Point &x, std::size_t first, std::size_t last) const;

  static constexpr unsigned degree = 20;

 private:
  std::array<double, degree + 1> coefficient_{};  ///< of powers of 2 r/R - 1
  double radius_;
  bool good_ = false;
};

}  // namespace gammaflow
