// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/energies/value_bounds.h>
#include <gammaflow/formula/expression.h>

#include <array>

namespace gammaflow
{
/// A potential f(u) with the open interval on which it is defined. Where |f'| grows without bounds towards an
/// end of the interval, as that of u log u does, f keeps u inside. The distance d of u from the end may be
/// below round-off (1 - u = e^-80 is 0). So for d < l, l = 1e-10 times the length of the interval (or times
/// max(|end|, 1) where that is infinite), f is replaced by a function with two continuous derivatives,
///   f'(u) = f'(e) + f''(e) l/2 ((l/d)^2 - 1) towards an upper end, e the value at the distance l,
/// which keeps u inside and moves it by less than l.
class Potential
{
 public:
  /// Searches for the interval around `inside` where f, f' and f'' are finite, up to 1e6 away (then the end
  /// is infinite). `density`: u = exp(...) is positive anyway, and f is not replaced near a lower end 0.
  Potential(Expression f, double inside, bool density = false);
  /// On the interval `declared`.
  Potential(Expression f, const ValueBounds &declared, bool density = false);

  /// f and its first two derivatives at `n` values; f is NaN beyond the bounds.
  void evaluate(const double *u, std::size_t n, Jet *result) const;
  Jet operator()(double u) const
  {
    Jet result;
    evaluate(&u, 1, &result);
    return result;
  }
  const ValueBounds &bounds() const { return bounds_; }

 private:
  struct End {
    bool holds = false;  ///< f' grows without bounds
    double at = 0, layer = 0, edge = 0;
    Jet jet;  ///< at the edge
  };
  void prepare(bool density);

  Expression f_;
  ValueBounds bounds_;
  std::array<End, 2> ends_;  ///< lower, upper
};

}  // namespace gammaflow
