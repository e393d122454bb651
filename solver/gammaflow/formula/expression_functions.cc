// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/formula/expression_functions.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

namespace gammaflow
{
namespace
{
/// A value that does not change where it does not jump.
Jet steps(double value)
{
  return {value, 0, 0};
}
Jet truth(bool condition)
{
  return steps(condition ? 1 : 0);
}
Jet sine(const Jet &a)
{
  const double s = std::sin(a.value), c = std::cos(a.value);
  return chain(a, s, c, -s);
}
Jet cosine(const Jet &a)
{
  const double s = std::sin(a.value), c = std::cos(a.value);
  return chain(a, c, -s, -c);
}
Jet tangent(const Jet &a)
{
  const double t = std::tan(a.value);
  return chain(a, t, 1 + t * t, 2 * t * (1 + t * t));
}
Jet arc_sine(const Jet &a)
{
  const double v = a.value, d = 1 / std::sqrt(1 - v * v);
  return chain(a, std::asin(v), d, v * d * d * d);
}
Jet arc_cosine(const Jet &a)
{
  const double v = a.value, d = 1 / std::sqrt(1 - v * v);
  return chain(a, std::acos(v), -d, -v * d * d * d);
}
/// The angle of the point (x, y): its change is (x y' - y x')/(x^2 + y^2).
Jet angle(const Jet &y, const Jet &x)
{
  const double square = x.value * x.value + y.value * y.value;
  const double turn = x.value * y.first - y.value * x.first, grow = x.value * x.first + y.value * y.first;
  return {std::atan2(y.value, x.value), turn / square,
          (x.value * y.second - y.value * x.second) / square - 2 * turn * grow / (square * square)};
}
/// The derivatives of erf are those of -erfc.
Jet error_function(const Jet &a, double value, double sign)
{
  const double d = sign * 2 / std::sqrt(std::acos(-1.)) * std::exp(-a.value * a.value);
  return chain(a, value, d, -2 * a.value * d);
}
Jet scaled(const Jet &a, double factor)
{
  return {factor * a.value, factor * a.first, factor * a.second};
}
Jet sum(const Jet *a, unsigned n)
{
  Jet result;
  for (unsigned i = 0; i < n; ++i) result = result + a[i];
  return result;
}

constexpr unsigned any = most_arguments;

const std::array<FormulaFunction, 46> functions = {{
    {"exp", 1, 1, [](const Jet *a, unsigned) { return exp(a[0]); }},
    {"log", 1, 1, [](const Jet *a, unsigned) { return log(a[0]); }},
    {"ln", 1, 1, [](const Jet *a, unsigned) { return log(a[0]); }},
    {"log2", 1, 1,
     [](const Jet *a, unsigned) {
       Jet result = scaled(log(a[0]), 1 / std::log(2.));
       result.value = std::log2(a->value);
       return result;
     }},
    {"log10", 1, 1,
     [](const Jet *a, unsigned) {
       Jet result = scaled(log(a[0]), 1 / std::log(10.));
       result.value = std::log10(a->value);
       return result;
     }},
    {"sqrt", 1, 1, [](const Jet *a, unsigned) { return power(a[0], 0.5); }},
    {"sin", 1, 1, [](const Jet *a, unsigned) { return sine(*a); }},
    {"cos", 1, 1, [](const Jet *a, unsigned) { return cosine(*a); }},
    {"tan", 1, 1, [](const Jet *a, unsigned) { return tangent(*a); }},
    {"cot", 1, 1, [](const Jet *a, unsigned) { return steps(1) / tangent(*a); }},
    {"sec", 1, 1, [](const Jet *a, unsigned) { return steps(1) / cosine(*a); }},
    {"csc", 1, 1, [](const Jet *a, unsigned) { return steps(1) / sine(*a); }},
    {"asin", 1, 1, [](const Jet *a, unsigned) { return arc_sine(*a); }},
    {"acos", 1, 1, [](const Jet *a, unsigned) { return arc_cosine(*a); }},
    {"atan", 1, 1,
     [](const Jet *a, unsigned) {
       const double d = 1 / (1 + a->value * a->value);
       return chain(*a, std::atan(a->value), d, -2 * a->value * d * d);
     }},
    {"atan2", 2, 2, [](const Jet *a, unsigned) { return angle(a[0], a[1]); }},
    {"sinh", 1, 1,
     [](const Jet *a, unsigned) {
       const double s = std::sinh(a->value), c = std::cosh(a->value);
       return chain(*a, s, c, s);
     }},
    {"cosh", 1, 1,
     [](const Jet *a, unsigned) {
       const double s = std::sinh(a->value), c = std::cosh(a->value);
       return chain(*a, c, s, c);
     }},
    {"tanh", 1, 1,
     [](const Jet *a, unsigned) {
       const double t = std::tanh(a->value);
       return chain(*a, t, 1 - t * t, -2 * t * (1 - t * t));
     }},
    {"asinh", 1, 1,
     [](const Jet *a, unsigned) {
       const double v = a->value, d = 1 / std::sqrt(1 + v * v);
       return chain(*a, std::asinh(v), d, -v * d * d * d);
     }},
    {"acosh", 1, 1,
     [](const Jet *a, unsigned) {
       const double v = a->value, d = 1 / std::sqrt(v * v - 1);
       return chain(*a, std::acosh(v), d, -v * d * d * d);
     }},
    {"atanh", 1, 1,
     [](const Jet *a, unsigned) {
       const double v = a->value, d = 1 / (1 - v * v);
       return chain(*a, std::atanh(v), d, 2 * v * d * d);
     }},
    {"erf", 1, 1, [](const Jet *a, unsigned) { return error_function(*a, std::erf(a->value), 1); }},
    {"erfc", 1, 1, [](const Jet *a, unsigned) { return error_function(*a, std::erfc(a->value), -1); }},
    {"abs", 1, 1, [](const Jet *a, unsigned) { return a->value < 0 ? -*a : *a; }},
    {"sign", 1, 1, [](const Jet *a, unsigned) { return steps((a->value > 0) - (a->value < 0)); }},
    {"floor", 1, 1, [](const Jet *a, unsigned) { return steps(std::floor(a->value)); }},
    {"ceil", 1, 1, [](const Jet *a, unsigned) { return steps(std::ceil(a->value)); }},
    {"rint", 1, 1, [](const Jet *a, unsigned) { return steps(std::rint(a->value)); }},
    {"int", 1, 1, [](const Jet *a, unsigned) { return steps(std::round(a->value)); }},
    {"min", 1, any,
     [](const Jet *a, unsigned n) {
       return *std::min_element(a, a + n, [](const Jet &l, const Jet &r) { return l.value < r.value; });
     }},
    {"max", 1, any,
     [](const Jet *a, unsigned n) {
       return *std::max_element(a, a + n, [](const Jet &l, const Jet &r) { return l.value < r.value; });
     }},
    {"sum", 1, any, [](const Jet *a, unsigned n) { return sum(a, n); }},
    {"avg", 1, any, [](const Jet *a, unsigned n) { return scaled(sum(a, n), 1. / n); }},
    {"pow", 2, 2, [](const Jet *a, unsigned) { return power(a[0], a[1]); }},
    // a condition is true from 1/2 on: rounded to a whole number
    {"if", 3, 3, [](const Jet *a, unsigned) { return std::abs(a[0].value) >= 0.5 ? a[1] : a[2]; }},
    {"?", 3, 3, [](const Jet *a, unsigned) { return a[0].value != 0 ? a[1] : a[2]; }},
    {"!", 1, 1, [](const Jet *a, unsigned) { return truth(a[0].value == 0); }},
    {"<=", 2, 2, [](const Jet *a, unsigned) { return truth(a[0].value <= a[1].value); }},
    {">=", 2, 2, [](const Jet *a, unsigned) { return truth(a[0].value >= a[1].value); }},
    {"==", 2, 2, [](const Jet *a, unsigned) { return truth(a[0].value == a[1].value); }},
    {"!=", 2, 2, [](const Jet *a, unsigned) { return truth(a[0].value != a[1].value); }},
    {"<", 2, 2, [](const Jet *a, unsigned) { return truth(a[0].value < a[1].value); }},
    {">", 2, 2, [](const Jet *a, unsigned) { return truth(a[0].value > a[1].value); }},
    {"&&", 2, 2, [](const Jet *a, unsigned) { return truth(a[0].value != 0 && a[1].value != 0); }},
    {"||", 2, 2, [](const Jet *a, unsigned) { return truth(a[0].value != 0 || a[1].value != 0); }},
}};
}  // namespace

const FormulaFunction &formula_function(const std::size_t number)
{
  return functions.at(number);
}

std::size_t n_formula_functions()
{
  return functions.size();
}

std::size_t number_of_formula_function(const std::string &name)
{
  return std::size_t(std::find_if(functions.begin(), functions.end(),
                                  [&](const FormulaFunction &f) { return f.name == name; }) -
                     functions.begin());
}

std::string formula_function_names()
{
  std::string result;
  for (const FormulaFunction &f : functions)
    if (std::isalpha(static_cast<unsigned char>(f.name[0])))
      result += (result.empty() ? "" : " ") + std::string(f.name);
  return result;
}

}  // namespace gammaflow
