// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/energies/value_bounds.h>
#include <gammaflow/formula/expression.h>

#include <array>

namespace gammaflow
{
/// A potential f(u) with the open interval on which it is defined. Where |f'| grows without bounds towards an
/// end of it, as that of u log u does, f holds the values inside. How near they come may be beyond what
/// numbers tell (1 - u = e^-80 is 0); so within a layer of 1e-10 of the interval, at the distance d < l from
/// the end, f is replaced by one with as many continuous derivatives,
///   f'(u) = f'(e) + f''(e) l/2 ((l/d)^2 - 1) towards an upper end, e the value at the distance l,
/// which holds u inside and moves it by less than l.
class Potential
{
 public:
  /// `inside`: in the interval that is meant. `density`: u is an exponential, and 0 an end like no other.
  Potential(Expression f, double inside, bool density = false);
  Potential(Expression f, const ValueBounds &declared, bool density = false);

  /// f and its first two derivatives at `n` values; not finite beyond the bounds.
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
