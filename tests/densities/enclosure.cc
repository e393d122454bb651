// SPDX-License-Identifier: LGPL-2.1-or-later
// Enclosures of formulas hold all values and derivatives in a box, and tell spikes from smooth functions.
#include <gammaflow/formula/enclosure.h>
#include <gammaflow/formula/expression_functions.h>

#include <gtest/gtest.h>

#include <cmath>
#include <random>

using namespace gammaflow;

namespace
{
const std::vector<std::string> formulas = {
    "x^2*y - 3*x/y + 1",
    "exp(-((x - 0.3)/0.01)^2) + log(y)",
    "sqrt(y)*sin(20*x) - cos(x*y)^3 + tan(x)",
    "cot(y) + sec(x) - csc(y)",
    "asin(x/2) + acos(x/3)*atan(5*x) + atan2(x, y) + atan2(y, x - 0.5)",
    "sinh(2*x) + cosh(x)*tanh(30*(x - 0.5)) + asinh(x) + acosh(1.5 + y) + atanh(x/2)",
    "erf(10*(x - 0.4)) + erfc(x)*log2(y) + log10(y)",
    "abs(x - 0.4) + sign(x - 0.5) + floor(7*x) - ceil(3*x)*y + rint(5*x) + int(4*y)",
    "min(x, y, 0.7) + max(x, 1 - x) + sum(x, y, 1) + avg(x, y)",
    "pow(y, 2.5) + y^-2 + x^3 + y^x + 0^2",
    "if(x < 0.5, 1, 2*x) + (y > 1 ? x : y) + if(x, 2, 3)",
    "!(x > 0.3) + (x <= 0.2) + (y >= 1) + (x == y) + (x != y) + (x < 0.7 && y > 0.9) + (x > 0.9 || y < 1)",
};

Expression read(const std::string &text)
{
  return Expression(text, {"x", "y"}, {{"pi", M_PI}});
}

struct Count {
  unsigned all = 0, outside = 0;
};

/// Values and derivatives at points of random boxes, shifted by `shift` in units of the box, against the
/// enclosures.
Count outside(const std::string &text, double shift)
{
  const Expression formula = read(text);
  std::mt19937 random(3);
  std::uniform_real_distribution<double> uniform;
  Count count;
  for (int trial = 0; trial < 300; ++trial) {
    const double size = std::pow(10., -4 * uniform(random)),
                 corner[] = {uniform(random), 0.5 + uniform(random)};
    const Interval box[] = {Interval(corner[0], corner[0] + size), Interval(corner[1], corner[1] + size)};
    for (const std::size_t in : {0u, 1u}) {
      const IntervalTaylor bounds = enclosure(formula, box, in, 5);
      for (int k = 0; k < 5; ++k) {
        const double x[] = {corner[0] + size * (shift + uniform(random)),
                            corner[1] + size * (shift + uniform(random))};
        const Jet value = formula.evaluate(x, in);
        const double coefficients[] = {value.value, value.first, value.second / 2};
        for (int order = 0; order < 3; ++order) {
          if (!std::isfinite(coefficients[order])) continue;
          const double slack = 1e-11 * (1 + std::abs(coefficients[order]));
          ++count.all;
          if (!(coefficients[order] >= bounds[order].lower() - slack &&
                coefficients[order] <= bounds[order].upper() + slack))
            ++count.outside;
        }
      }
    }
  }
  return count;
}
}  // namespace

// A wrong derivative rule, a function that is taken for monotone, a lost sign: something would lie outside.
// Must fail: points beside the box do.
TEST(Enclosure, HoldsValuesAndDerivatives)
{
  for (const auto &text : formulas) {
    const Count inside = outside(text, 0);
    EXPECT_GT(inside.all, 5000u) << text;
    EXPECT_EQ(inside.outside, 0u) << text;
    EXPECT_GT(outside(text, 3).outside, 0u) << text;
  }
}

// Coefficients of higher order, against known series: exp, sin and 1/(1-x) at points.
TEST(Enclosure, HighOrders)
{
  const Interval at[] = {Interval(0.3), Interval(1.)};
  const IntervalTaylor e = enclosure(read("exp(x)"), at, 0, 9), s = enclosure(read("sin(2*x)"), at, 0, 9),
                       g = enclosure(read("1/(1-x)"), at, 0, 9), r = enclosure(read("x^0.5"), at, 0, 3);
  double factorial = 1;
  for (int k = 0; k <= 9; ++k) {
    if (k > 0) factorial *= k;
    EXPECT_NEAR(e[k].lower(), std::exp(0.3) / factorial, 1e-14);
    EXPECT_NEAR(s[k].upper(), std::pow(2, k) * std::sin(0.6 + k * M_PI / 2) / factorial, 1e-13);
    EXPECT_NEAR(g[k].lower() / std::pow(0.7, -k - 1), 1, 1e-13);
  }
  EXPECT_NEAR(r[3].lower(), std::pow(0.3, -2.5) / 16, 1e-13);
}

// Every function of the language has a rule; one that has none would be enclosed by everything, and no file
// that uses it could be certified.
TEST(Enclosure, EveryFunctionHasARule)
{
  for (std::size_t f = 0; f < n_formula_functions(); ++f) {
    const unsigned count = formula_function(f).least;
    const std::vector<IntervalTaylor> half(count, IntervalTaylor(2, Interval(0.5))),
        two(count, IntervalTaylor(2, Interval(2.)));
    const auto bounded = [&](const std::vector<IntervalTaylor> &arguments) {
      const Interval value = enclosure_of_function(f, arguments.data(), count).value();
      return std::isfinite(value.lower()) && std::isfinite(value.upper());
    };
    EXPECT_TRUE(bounded(half) || bounded(two)) << formula_function(f).name;
  }
}

// Kinks and jumps have values, and derivatives without bounds.
TEST(Enclosure, KinksAndJumps)
{
  const Interval box[] = {Interval(0.4, 0.6), Interval(1.)};
  const IntervalTaylor kink = enclosure(read("abs(x - 0.5)"), box, 0, 3),
                       jump = enclosure(read("if(x < 0.5, 1, 2)"), box, 0, 3);
  EXPECT_NEAR(kink.value().upper(), 0.1, 1e-14);
  EXPECT_EQ(jump.value().lower(), 1);
  EXPECT_EQ(jump.value().upper(), 2);
  EXPECT_TRUE(std::isinf(kink[2].upper()) && std::isinf(jump[1].lower()));
}
