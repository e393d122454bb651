// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cmath>
#include <cstddef>
#include <functional>
#include <vector>

namespace gammaflow
{
/// A function f(r), r >= 0, that is smooth but for r = 0 and multiples of a length, tabulated for billions of
/// evaluations: polynomials of degree 5 on pieces of a 64th of that length, the relative error of which is
/// round-off for functions that vary on the length. Beyond `reach` the function itself is asked.
class RadialProfile
{
 public:
  RadialProfile(std::function<double(double)> function, double length, double reach);

  double operator()(double r) const
  {
    const double at = r * per_length_;
    if (!(at < last_)) return function_(r);
    const auto piece = static_cast<std::size_t>(at);
    const double t = at - double(piece);
    const double *c = table_.data() + 6 * piece;
    return c[0] + t * (c[1] + t * (c[2] + t * (c[3] + t * (c[4] + t * c[5]))));
  }
  double at_zero() const { return at_zero_; }
  /// On which it varies.
  double length() const { return length_; }
  const std::function<double(double)> &function() const { return function_; }

 private:
  std::function<double(double)> function_;
  double length_, per_length_, last_, at_zero_;
  std::vector<double> table_;
};

}  // namespace gammaflow
