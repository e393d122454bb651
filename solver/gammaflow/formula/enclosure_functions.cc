// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/formula/enclosure.h>
#include <gammaflow/formula/expression_functions.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <string>

namespace gammaflow
{
namespace
{
namespace bn = boost::numeric;
using Series = IntervalTaylor;
const double infinity = std::numeric_limits<double>::infinity();
const double pi = std::acos(-1.);

Series number(const Series &like, double value)
{
  return Series(like.order(), Interval(value));
}
Series scaled(const Series &a, double factor)
{
  return number(a, factor) * a;
}

/// Increasing functions of the bounds.
template <class F>
Interval increasing(const Interval &a, const F &f)
{
  return {f(a.lower()), f(a.upper())};
}

/// Of a function that is defined on [least, largest] only: what lies beyond is no value.
template <class F>
Series on(const Series &a, double least, double largest, const F &f,
          const std::function<Series(const Series &)> &slope)
{
  const Interval part(std::clamp(a[0].lower(), least, largest), std::clamp(a[0].upper(), least, largest));
  if (a[0].lower() > least && a[0].upper() < largest) return integrated(f(part), slope(a), a);
  return without_derivatives(a.order(), f(part));
}

/// Constant between its steps.
template <class F>
Series stepwise(const Series &a, const F &f)
{
  const Interval value = increasing(a[0], f);
  if (value.lower() == value.upper()) return Series(a.order(), value);
  return without_derivatives(a.order(), value);
}

/// What is known of a condition, which holds where its absolute value is `from` or more (from > 0), or is
/// not zero: 1 true, 0 false, 1/2 neither.
double holds(const Interval &condition, double from)
{
  const double least = bn::abs(condition).lower(), largest = bn::abs(condition).upper();
  if (from > 0) return least >= from ? 1 : largest < from ? 0 : 0.5;
  return least > 0 ? 1 : largest == 0 ? 0 : 0.5;
}
Series truth(const Series &like, bool surely, bool never)
{
  if (surely) return number(like, 1);
  if (never) return number(like, 0);
  return without_derivatives(like.order(), Interval(0., 1.));
}

Series absolute(const Series &a)
{
  if (a[0].lower() >= 0) return a;
  if (a[0].upper() <= 0) return -a;
  return without_derivatives(a.order(), bn::abs(a[0]));
}
Series smaller(const Series &a, const Series &b)
{
  if (a[0].upper() <= b[0].lower()) return a;
  if (b[0].upper() <= a[0].lower()) return b;
  return without_derivatives(a.order(), bn::min(a[0], b[0]));
}
Series error_function(const Series &a, double sign)
{
  const Interval value = sign > 0 ? increasing(a[0], [](double x) { return std::erf(x); })
                                  : Interval(std::erfc(a[0].upper()), std::erfc(a[0].lower()));
  return integrated(value, scaled(exp(-square(a)), sign * 2 / std::sqrt(pi)), a);
}
Series hyperbolic_sine(const Series &a)
{
  Series result = scaled(exp(a) - exp(-a), 0.5);
  result[0] = increasing(a[0], [](double x) { return std::sinh(x); });
  return result;
}
Series hyperbolic_cosine(const Series &a)
{
  Series result = scaled(exp(a) + exp(-a), 0.5);
  result[0] = increasing(bn::abs(a[0]), [](double x) { return std::cosh(x); });
  return result;
}
/// The slope is 1/cosh^2, which is small where 1 - tanh^2 of two bounds is not.
Series hyperbolic_tangent(const Series &a)
{
  const Interval value = increasing(a[0], [](double x) { return std::tanh(x); });
  const bool one_side = a[0].lower() >= 0 || a[0].upper() <= 0;
  if (!one_side) return integrated(value, number(a, 1) / square(hyperbolic_cosine(a)), a);
  const Series e = exp(scaled(a[0].lower() >= 0 ? a : -a, -2));  // does not overflow
  return integrated(value, scaled(e, 4) / square(number(a, 1) + e), a);
}
/// The angle of the point (x, y).
Series angle(const Series &y, const Series &x)
{
  const bool cut = x[0].lower() <= 0 && y[0].lower() <= 0 && y[0].upper() >= 0;
  if (cut) return without_derivatives(x.order(), Interval(-pi, pi));
  double least = infinity, largest = -infinity;
  for (const double v : {y[0].lower(), y[0].upper()})
    for (const double u : {x[0].lower(), x[0].upper()}) {
      least = std::min(least, std::atan2(v, u));
      largest = std::max(largest, std::atan2(v, u));
    }
  const Series square_of_radius = square(x) + square(y);
  const Series dx = x / square_of_radius, dy = y / square_of_radius;
  Series result(x.order(), Interval(least, largest));
  for (unsigned k = 1; k <= x.order(); ++k) {  // the derivative is dx y' - dy x'
    Interval sum(0.);
    for (unsigned j = 1; j <= k; ++j) sum += double(j) * (dx[k - j] * y[j] - dy[k - j] * x[j]);
    result[k] = sum / double(k);
  }
  return result;
}
Series chosen(double condition, const Series &a, const Series &b)
{
  return condition == 1 ? a : condition == 0 ? b : either(a, b);
}
Series root(const Series &a)
{
  return power(a, number(a, 0.5));
}
Series sum(const Series *a, unsigned n)
{
  Series result = a[0];
  for (unsigned i = 1; i < n; ++i) result = result + a[i];
  return result;
}

using Rule = Series (*)(const Series *, unsigned);
const std::map<std::string, Rule> rules = {
    {"exp", [](const Series *a, unsigned) { return exp(*a); }},
    {"log", [](const Series *a, unsigned) { return log(*a); }},
    {"ln", [](const Series *a, unsigned) { return log(*a); }},
    {"log2", [](const Series *a, unsigned) { return scaled(log(*a), 1 / std::log(2.)); }},
    {"log10", [](const Series *a, unsigned) { return scaled(log(*a), 1 / std::log(10.)); }},
    {"sqrt", [](const Series *a, unsigned) { return root(*a); }},
    {"sin", [](const Series *a, unsigned) { return sine(*a); }},
    {"cos", [](const Series *a, unsigned) { return cosine(*a); }},
    {"tan", [](const Series *a, unsigned) { return sine(*a) / cosine(*a); }},
    {"cot", [](const Series *a, unsigned) { return cosine(*a) / sine(*a); }},
    {"sec", [](const Series *a, unsigned) { return number(*a, 1) / cosine(*a); }},
    {"csc", [](const Series *a, unsigned) { return number(*a, 1) / sine(*a); }},
    {"asin",
     [](const Series *a, unsigned) {
       return on(
           *a, -1, 1, [](const Interval &v) { return increasing(v, [](double x) { return std::asin(x); }); },
           [](const Series &s) { return number(s, 1) / root(number(s, 1) - square(s)); });
     }},
    {"acos",
     [](const Series *a, unsigned) {
       return on(
           *a, -1, 1, [](const Interval &v) { return Interval(std::acos(v.upper()), std::acos(v.lower())); },
           [](const Series &s) { return number(s, -1) / root(number(s, 1) - square(s)); });
     }},
    {"atan",
     [](const Series *a, unsigned) {
       return integrated(increasing((*a)[0], [](double x) { return std::atan(x); }),
                         number(*a, 1) / (number(*a, 1) + square(*a)), *a);
     }},
    {"atan2", [](const Series *a, unsigned) { return angle(a[0], a[1]); }},
    {"sinh", [](const Series *a, unsigned) { return hyperbolic_sine(*a); }},
    {"cosh", [](const Series *a, unsigned) { return hyperbolic_cosine(*a); }},
    {"tanh", [](const Series *a, unsigned) { return hyperbolic_tangent(*a); }},
    {"asinh",
     [](const Series *a, unsigned) {
       return integrated(increasing((*a)[0], [](double x) { return std::asinh(x); }),
                         number(*a, 1) / root(number(*a, 1) + square(*a)), *a);
     }},
    {"acosh",
     [](const Series *a, unsigned) {
       return on(
           *a, 1, infinity,
           [](const Interval &v) { return increasing(v, [](double x) { return std::acosh(x); }); },
           [](const Series &s) { return number(s, 1) / root(square(s) - number(s, 1)); });
     }},
    {"atanh",
     [](const Series *a, unsigned) {
       return on(
           *a, -1, 1, [](const Interval &v) { return increasing(v, [](double x) { return std::atanh(x); }); },
           [](const Series &s) { return number(s, 1) / (number(s, 1) - square(s)); });
     }},
    {"erf", [](const Series *a, unsigned) { return error_function(*a, 1); }},
    {"erfc", [](const Series *a, unsigned) { return error_function(*a, -1); }},
    {"abs", [](const Series *a, unsigned) { return absolute(*a); }},
    {"sign", [](const Series *a,
                unsigned) { return stepwise(*a, [](double x) { return double((x > 0) - (x < 0)); }); }},
    {"floor", [](const Series *a, unsigned) { return stepwise(*a, [](double x) { return std::floor(x); }); }},
    {"ceil", [](const Series *a, unsigned) { return stepwise(*a, [](double x) { return std::ceil(x); }); }},
    {"rint", [](const Series *a, unsigned) { return stepwise(*a, [](double x) { return std::rint(x); }); }},
    {"int", [](const Series *a, unsigned) { return stepwise(*a, [](double x) { return std::round(x); }); }},
    {"min",
     [](const Series *a, unsigned n) {
       Series result = a[0];
       for (unsigned i = 1; i < n; ++i) result = smaller(result, a[i]);
       return result;
     }},
    {"max",
     [](const Series *a, unsigned n) {
       Series result = -a[0];
       for (unsigned i = 1; i < n; ++i) result = smaller(result, -a[i]);
       return -result;
     }},
    {"sum", [](const Series *a, unsigned n) { return sum(a, n); }},
    {"avg", [](const Series *a, unsigned n) { return scaled(sum(a, n), 1. / n); }},
    {"pow", [](const Series *a, unsigned) { return power(a[0], a[1]); }},
    {"if", [](const Series *a, unsigned) { return chosen(holds(a[0][0], 0.5), a[1], a[2]); }},
    {"?", [](const Series *a, unsigned) { return chosen(holds(a[0][0], 0), a[1], a[2]); }},
    {"!",
     [](const Series *a, unsigned) { return truth(*a, holds(a[0][0], 0) == 0, holds(a[0][0], 0) == 1); }},
    {"<=",
     [](const Series *a, unsigned) {
       return truth(*a, a[0][0].upper() <= a[1][0].lower(), a[0][0].lower() > a[1][0].upper());
     }},
    {">=",
     [](const Series *a, unsigned) {
       return truth(*a, a[0][0].lower() >= a[1][0].upper(), a[0][0].upper() < a[1][0].lower());
     }},
    {"<",
     [](const Series *a, unsigned) {
       return truth(*a, a[0][0].upper() < a[1][0].lower(), a[0][0].lower() >= a[1][0].upper());
     }},
    {">",
     [](const Series *a, unsigned) {
       return truth(*a, a[0][0].lower() > a[1][0].upper(), a[0][0].upper() <= a[1][0].lower());
     }},
    {"==",
     [](const Series *a, unsigned) {
       return truth(*a, a[0].constant() && a[1].constant() && a[0][0].lower() == a[1][0].lower(),
                    !bn::overlap(a[0][0], a[1][0]));
     }},
    {"!=",
     [](const Series *a, unsigned) {
       return truth(*a, !bn::overlap(a[0][0], a[1][0]),
                    a[0].constant() && a[1].constant() && a[0][0].lower() == a[1][0].lower());
     }},
    {"&&",
     [](const Series *a, unsigned) {
       const double left = holds(a[0][0], 0), right = holds(a[1][0], 0);
       return truth(*a, left == 1 && right == 1, left == 0 || right == 0);
     }},
    {"||",
     [](const Series *a, unsigned) {
       const double left = holds(a[0][0], 0), right = holds(a[1][0], 0);
       return truth(*a, left == 1 || right == 1, left == 0 && right == 0);
     }},
};
}  // namespace

IntervalTaylor enclosure_of_function(const std::size_t function, const IntervalTaylor *arguments,
                                     const unsigned count)
{
  const auto rule = rules.find(formula_function(function).name);
  if (rule == rules.end()) return without_derivatives(arguments->order(), everything());
  return rule->second(arguments, count);
}

}  // namespace gammaflow
