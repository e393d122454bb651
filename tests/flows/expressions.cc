// SPDX-License-Identifier: LGPL-2.1-or-later
// Formulas with derivatives, and the energies that are made of them.
#include <gammaflow/formula/expression.h>
#include <gammaflow/parameters/formulas.h>

#include <deal.II/base/function_parser.h>
#include <gtest/gtest.h>

#include "tests/energies/energy_checks.h"
#include "tests/flows/flow_checks.h"

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const std::vector<std::string> formulas = {
    "(1 - u^2)^2/4",
    "-u^2",
    "2^-u",
    "u^2^1.5",
    "1 - 2 - u",
    "8/2/u",
    "exp(-u^2/2)/sqrt(2*pi)",
    "u*log(u) + (2-u)*ln(2-u)",
    "tanh(3*u) + sin(u)*cos(2*u) - tan(u/2)",
    "atan(u)*sinh(u)/cosh(u)",
    "max(u, 0.1) + min(u^3, 5)",
    "abs(u)*erf(u)",
    "pow(u, 3) + u^u",
    "1e-3*u + .5*u^+2",
    "-(-u)^3",
    "if(u < 0.5, u, u^2)",
    "if(u, 1, u)",
    "if(u < 1 && u^2 > 0.2 || u == 3, exp(u), log(u + 1))",
    "(u >= 0.5) + 2*(u <= 1) - (u != 0.9) + 1 - (2 - u > 1)",
    "asin(u/2) + acos(u/2)*atan2(u, 2 - u)",
    "asinh(u) + acosh(u + 1)*atanh(u/2)",
    "log2(u) + log10(u)",
    "cot(u) + sec(u/2)*csc(u) + erfc(u)",
    "sign(u - 1) + floor(3*u) + ceil(u)*u + rint(u) + int(u)",
    "sum(u, u^2, 3) + avg(u, 1, u^3) + min(2, u, u^2) + max(1, u, u^3)",
    "u > 0.5 ? u^2 : -u",
    "u > 1 ? 1 : u > 0.5 ? u : u^3"};
}  // namespace

// A parser with other precedences than muParser's: the value of every formula in both.
TEST(Expressions, AgreeWithMuParser)
{
  for (const std::string &formula : formulas) {
    if (formula.find("erf") != std::string::npos) continue;  // which muParser does not know
    dealii::FunctionParser<1> reference;
    reference.initialize("u", formula, {{"pi", std::acos(-1.)}});
    const Expression expression(formula, {"u"}, {{"pi", std::acos(-1.)}});
    for (const double u : {0.3, 0.9, 1.7})
      EXPECT_NEAR(expression(u).value, reference.value(dealii::Point<1>(u)),
                  1e-14 * (1 + std::abs(expression(u).value)))
          << formula;
  }
}

// A wrong rule of differentiation.
TEST(Expressions, DerivativesAreThoseOfTheValue)
{
  for (const std::string &formula : formulas) {
    const Expression f(formula, {"u"}, {{"pi", std::acos(-1.)}});
    for (const double u : {0.3, 0.9, 1.3}) {
      const double h = 1e-4;
      const Jet low = f(u - h), middle = f(u), high = f(u + h);
      const double scale = 1 + std::abs(middle.first) + std::abs(middle.second);
      EXPECT_NEAR((high.value - low.value) / (2 * h), middle.first, 1e-6 * scale) << formula << " at " << u;
      EXPECT_NEAR((high.first - low.first) / (2 * h), middle.second, 1e-5 * scale) << formula << " at " << u;
    }
  }
  // 0^2 and negative numbers to whole powers
  const Jet square = Expression("u^2", {"u"}, {})(0);
  EXPECT_EQ(square.value, 0);
  EXPECT_EQ(square.first, 0);
  EXPECT_EQ(square.second, 2);
  EXPECT_EQ(Expression("u^3", {"u"}, {})(-2).second, -12);
}

// In one of several variables.
TEST(Expressions, PartialDerivatives)
{
  const Expression f("x^2*exp(-t*y)", {"x", "y", "z", "t"}, {});
  const std::array<double, 4> v{{2, 0.5, 0, 3}};
  const Jet in_t = f.evaluate(v.data(), 3);
  EXPECT_NEAR(in_t.value, 4 * std::exp(-1.5), 1e-14);
  EXPECT_NEAR(in_t.first, -2 * std::exp(-1.5), 1e-14);
  EXPECT_NEAR(f.evaluate(v.data(), 0).second, 2 * std::exp(-1.5), 1e-14);
}

TEST(Expressions, SayWhatIsWrong)
{
  for (const char *wrong : {"",        "1 +",   "(u",   "u)",       "sin u",        "foo(u)",         "q",
                            "pow(u)",  "1..2",  "u u",  "if(u, 1)", "u <",          "1 < u < 2",      "u & 1",
                            "<(u, 1)", "u = 2", "u, 2", "rand()",   "rand_seed(1)", "random(1, 0.1)", "u ? 1",
                            "1e999",   "0x10",  "min()"})
    EXPECT_THROW(Expression(wrong, {"u"}, {}), std::invalid_argument) << wrong;
}

// Potentials by name, interaction energies: value, first and second variation of one piece.
TEST(DifferentialEnergies, Calculus)
{
  for (const char *settings :
       {"energy/name = Ginzburg-Landau; energy/kappa = 0.03",
        "energy/name = Ginzburg-Landau; energy/f = quartic 0-1",
        "energy/name = Ginzburg-Landau; energy/f = cubic-quintic; energy/f scale = 3",
        "energy/name = Ginzburg-Landau; energy/f = logarithmic 0-1; energy/theta = 0.4",
        "energy/name = Ginzburg-Landau; energy/f = logarithmic",
        "energy/name = Ginzburg-Landau; energy/f = u^4 - cos(u)", "energy/name = Dirichlet",
        "energy/name = free-energy; energy/V = x^2",
        "energy/name = free-energy; energy/internal = power; energy/power exponent = 2.5; energy/V = sin(x)",
        "energy/name = free-energy; energy/internal = power; energy/power exponent = 0.7",
        "energy/name = free-energy; energy/internal = none; energy/W = exp(-r^2) + x^2",
        "energy/name = free-energy; energy/W = -exp(-3*r^2); domain/boundary = periodic; initial "
        "state/formula = "
        "0.5 + 0.2*sin(2*pi*x+1)",
        "energy/name = free-energy; energy/W = r^2*y; domain/dimension = 2; domain/boundary = periodic; "
        "energy/W = "
        "cos(6.283185307179586*(x-y)); initial state/formula = 0.5 + 0.2*sin(2*pi*x+1)"}) {
    SCOPED_TRACE(settings);
    const Flow flow = flow_of(
        std::string("domain/cells = 5; domain/degree = 3; geometry/name = L2; initial state/formula = "
                    "0.5 + 0.2*sin(5*x+1); ") +
        settings);
    const Space &space = flow.space();
    const Vector v = space.sample([](const Point &x) { return 0.2 * std::sin(7 * x[0] + x[1]) + 0.1; }),
                 w = space.sample([](const Point &x) { return 0.2 * std::cos(4 * x[0] - x[1]); });
    EXPECT_EQ(check_calculus(flow.energy(), space, flow.initial_state(), v, w), "");
  }
}
