// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <boost/numeric/interval.hpp>

#include <array>

namespace gammaflow
{
/// Numbers between two bounds. The bounds are not rounded outwards: they are exact up to round-off, about
/// 1e-15 relative, which is no proof, and enough where parts of a thousandth are looked for.
using Interval = boost::numeric::interval<
    double,
    boost::numeric::interval_lib::policies<boost::numeric::interval_lib::save_state_nothing<
                                               boost::numeric::interval_lib::rounded_transc_exact<double>>,
                                           boost::numeric::interval_lib::checking_base<double>>>;

/// The Taylor coefficients f^(k)/k!, k = 0, ..., order, of a function in one variable, each enclosed for all
/// points of a box (Griewank and Walther, Evaluating Derivatives, chapter 13; Neumaier, Interval Methods for
/// Systems of Equations, 1990).
class IntervalTaylor
{
 public:
  static constexpr unsigned highest_order = 9;
  explicit IntervalTaylor(unsigned order, const Interval &value = Interval(0.)) : order_(order)
  {
    coefficients_[0] = value;
    for (unsigned k = 1; k <= order; ++k) coefficients_[k] = Interval(0.);
  }
  unsigned order() const { return order_; }
  Interval &operator[](unsigned k) { return coefficients_[k]; }
  const Interval &operator[](unsigned k) const { return coefficients_[k]; }
  const Interval &value() const { return coefficients_[0]; }
  /// Whether the function is one number, the same at all points of the box.
  bool constant() const;

 private:
  unsigned order_;
  std::array<Interval, highest_order + 1> coefficients_;
};

/// (-infinity, infinity).
Interval everything();
/// A value in [a, b] of which nothing else is known: it may jump.
IntervalTaylor without_derivatives(unsigned order, const Interval &value);
/// An enclosure of a function that is a or b, it is not known which: it may jump between them.
IntervalTaylor either(const IntervalTaylor &a, const IntervalTaylor &b);

IntervalTaylor operator-(const IntervalTaylor &a);
IntervalTaylor operator+(const IntervalTaylor &a, const IntervalTaylor &b);
IntervalTaylor operator-(const IntervalTaylor &a, const IntervalTaylor &b);
IntervalTaylor operator*(const IntervalTaylor &a, const IntervalTaylor &b);
IntervalTaylor operator/(const IntervalTaylor &a, const IntervalTaylor &b);
IntervalTaylor square(const IntervalTaylor &a);
IntervalTaylor power(const IntervalTaylor &a, const IntervalTaylor &b);
IntervalTaylor exp(const IntervalTaylor &a);
IntervalTaylor log(const IntervalTaylor &a);
IntervalTaylor sine(const IntervalTaylor &a);
IntervalTaylor cosine(const IntervalTaylor &a);
/// g(a) from the enclosure of its values and the series of g' at a.
IntervalTaylor integrated(const Interval &value, const IntervalTaylor &slope, const IntervalTaylor &a);

}  // namespace gammaflow
