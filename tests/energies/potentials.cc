// SPDX-License-Identifier: LGPL-2.1-or-later
// The interval on which a potential is defined, and how it goes on near the ends.
#include <gammaflow/energies/potential.h>

#include <gtest/gtest.h>

#include "tests/energies/potential_checks.h"
#include "tests/support/spaces.h"

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
Potential potential(const std::string &formula, double inside)
{
  return Potential(Expression(formula, {"u"}, {}), inside);
}

void expect_bounds(const std::string &formula, double inside, double lower, double upper)
{
  const ValueBounds bounds = potential(formula, inside).bounds();
  EXPECT_EQ(bounds.lower, lower) << formula;
  EXPECT_EQ(bounds.upper, upper) << formula;
}

constexpr double infinite = std::numeric_limits<double>::infinity();
}  // namespace

// Ends that are wrong by a digit let a state step over them, or hold it where nothing does.
TEST(Potentials, KnowWhereTheyAreDefined)
{
  expect_bounds("u*log(u) + (1-u)*log(1-u)", 0.3, 0, 1);
  expect_bounds("(1+u)*log(1+u) + (1-u)*log(1-u)", 0, -1, 1);
  expect_bounds("-log(100-u) - log(u-25)", 50, 25, 100);
  expect_bounds("u*log(u) - u", 1e-6, 0, infinite);
  expect_bounds("-sqrt(4-u^2)", 1, -2, 2);
  expect_bounds("(1-u^2)^2/4", 0.1, -infinite, infinite);
  expect_bounds("if(u < 0, u^4, u^2)", 0.1, -infinite, infinite);  // log of nothing that is not taken
}

// A logarithm is continued within 1e-10 of its ends; a kink there, or a wrong sign, would let Newton's method
// leave the interval.
TEST(Potentials, AreContinuedNearTheEndsWithTwoDerivatives)
{
  const Potential f = potential("u*log(u) + (1-u)*log(1-u)", 0.5);
  const double layer = 1e-10;
  const auto from_above = [&](double u) { return f(1 - u); };
  for (const double u : {0.03 * layer, 0.3 * layer, 0.999 * layer}) {
    EXPECT_TRUE(is_convex_with_derivatives([&](double v) { return f(v); }, u, 1e-3 * u, 1e-5));
    EXPECT_NEAR(from_above(u).first, -f(u).first, 1e-4 * std::abs(f(u).first));  // 1 - u has six digits of u
  }
  for (const double factor : {1 - 1e-9, 1 + 1e-9}) {
    const Jet jet = f(layer * factor);
    EXPECT_NEAR(jet.first, std::log(layer), 1e-6);
    EXPECT_NEAR(jet.second * layer, 1, 1e-6);
  }
  EXPECT_LT(f(layer / 30).first, -300);  // where the logarithm has come to -26
  EXPECT_TRUE(std::isnan(f(0).value));
  EXPECT_TRUE(std::isnan(f(1).value));
  EXPECT_TRUE(std::isnan(f(-1e-20).value));
}

// f' = -1.5 sqrt(1-u) is finite at the end: nothing holds u inside, and nothing is to be made up.
TEST(Potentials, AreLeftAsTheyAreWhereNothingHolds)
{
  const Potential f = potential("(1-u)^1.5", 0.5);
  const double u = 1 - 1e-12;
  EXPECT_EQ(f.bounds().upper, 1);
  EXPECT_NEAR(f(u).first, -1.5e-6, 1e-10);
}
