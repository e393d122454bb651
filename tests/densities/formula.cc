// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/parameters/formulas.h>
#include <gammaflow/spaces/make_space.h>

#include <gtest/gtest.h>

#include "tests/densities/density_checks.h"
#include "tests/support/spaces.h"

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
Parameters with(const std::string &formula, const std::string &constants = "", unsigned dim = 1)
{
  Parameters p = box_parameters(dim, 4, 3);
  p.set("initial state", "formula", formula, "study.prm");
  p.set("domain", "constants", constants, "study.prm");
  return p;
}

double value(const std::string &formula, const std::string &constants, unsigned dim, const Point &x)
{
  return Formula(with(formula, constants, dim), "initial state", "formula", dim).value(x);
}

Vector state(const Parameters &p, bool positive = true)
{
  return make_density(p, "initial state", *make_space(p), positive);
}
}  // namespace

// Catches a decimal logarithm, a lost constant, coordinates in the wrong order, pi taken for something else.
TEST(Formula, Values)
{
  EXPECT_DOUBLE_EQ(value("2 + sin(pi*x)", "", 1, {0.5}), 3);
  EXPECT_DOUBLE_EQ(value("log(x)", "", 1, {2}), std::log(2.));
  EXPECT_DOUBLE_EQ(value("a*x + b*y^2 + t", "a = 2, b=a + 1", 2, {0.5, 2}), 13);
  EXPECT_DOUBLE_EQ(value("x + 10*y + 100*z", "", 3, {1, 2, 3}), 321);
  EXPECT_DOUBLE_EQ(value("if(x < 0.5, 1, 2)", "", 1, {0.7}), 2);
  EXPECT_EQ(formula_constants(with("1", "w = 2*pi, s = 1e-3")).at("w"), 2 * std::acos(-1.));
}

// A formula that does not parse is refused with file, section, key, formula, reason and the names there are;
// nothing is printed besides.
TEST(Formula, RefusedWhenItDoesNotParse)
{
  ::testing::internal::CaptureStderr();
  expect_words(refusal([] { state(with("2 + sin(x", "a = 1")); }),
               {"study.prm", "initial state", "formula", "2 + sin(x", "does not parse", "x, t", "pi", "a"});
  expect_words(refusal([] { state(with("y + 1")); }), {"formula", "'y + 1'", "does not parse", "y"});
  expect_words(refusal([] { state(with("")); }), {"formula", "does not parse"});
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST(Formula, RefusedConstants)
{
  const auto message = [](const std::string &constants) {
    return refusal([&] { state(with("1", constants)); });
  };
  for (const char *bad : {"a", "= 1", "2a = 1", "a b = 1"})
    expect_words(message(bad), {"study.prm", "domain", "constants", bad, "not an assignment"});
  expect_words(message("a = 1, a = 2"), {"a = 2", "taken"});
  expect_words(message("pi = 3"), {"pi = 3", "taken"});
  expect_words(message("x = 3"), {"x = 3", "taken"});
  expect_words(message("a = 1/0"), {"a = 1/0", "not finite"});
  expect_words(message("a = c"), {"a = c", "does not parse"});
  expect_words(message("a = x"), {"a = x", "depends on x"});
}

// Values that are not finite, and values that are not positive where they have to be, are refused with the
// point.
TEST(Density, RefusedValues)
{
  expect_words(refusal([] { state(with("1/x")); }),
               {"study.prm", "initial state", "formula", "1/x", "not finite", "inf", "x = 0"});
  expect_words(refusal([] { state(with("log(x - 0.1)")); }), {"formula", "not finite", "x = 0"});
  expect_words(refusal([] { state(with("1.2 - x - y", "", 2)); }),
               {"formula", "not positive", "at x = ", ", y = ", "floor"});
  expect_words(refusal([] { state(with("x")); }), {"not positive", "0 at x = 0"});
  EXPECT_NO_THROW(state(with("x - 0.5"), false));  // a field of any sign
}

// Catches a mass that is not reached, a scale although the mass is to stay as given, one by round-off.
TEST(Density, Mass)
{
  Parameters p = with("1 + x");
  const auto space = make_space(p);
  EXPECT_NEAR(space->integrate(state(p)), 1.5, 1e-14);
  p.set("initial state", "mass", "0.4");
  const Vector u = state(p);
  EXPECT_NEAR(space->integrate(u), 0.4, 1e-15);
  EXPECT_NEAR(data(u)[0], 0.4 / 1.5, 1e-15);
  for (const char *bad : {"0", "-1", "much", "inf"}) {
    p.set("initial state", "mass", bad);
    expect_words(refusal([&] { state(p); }), {"initial state", "mass", bad});
  }
  for (const char *balanced :
       {"x - 0.5", "0.5*cos(pi*x)", "sin(2*pi*x)", "-1"}) {  // an integral of round-off
    p = with(balanced);
    p.set("initial state", "mass", "1");
    expect_words(refusal([&] { state(p, false); }), {"mass", "integral of the density"});
  }
}

// (1-f) density + f mass/volume: keeps the mass, makes zeros positive. Catches a floor that adds mass.
TEST(Density, Floor)
{
  Parameters p = with("x");
  p.set("initial state", "floor", "0.01");
  const auto space = make_space(p);
  const Vector u = state(p);
  EXPECT_NEAR(space->integrate(u), 0.5, 1e-15);
  EXPECT_NEAR(data(u)[0], 0.005, 1e-16);
  EXPECT_NEAR(data(u)[size(u) - 1], 0.99 + 0.005, 1e-15);
  p.set("initial state", "mass", "2");
  EXPECT_NEAR(space->integrate(state(p)), 2, 1e-14);
  EXPECT_NEAR(data(state(p))[0], 0.02, 1e-15);
  expect_words(density_description(p, "initial state", *space), {"formula", "(x)", "floor 0.01", "mass 2"});
  p = with("x - 0.5");
  p.set("initial state", "floor", "0.5");
  expect_words(refusal([&] { state(p, false); }), {"floor", "fraction of the mass"});
  EXPECT_NE(refusal([&] { p.set("initial state", "floor", "1.5"); }), "");
}
