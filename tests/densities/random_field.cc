// SPDX-License-Identifier: LGPL-2.1-or-later
// random(seed, length) of formulas: a field that depends on nothing but its seed, its length and the domain.
#include <gammaflow/parameters/formulas.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <tests/support/spaces.h>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
Parameters periodic_line()
{
  Parameters parameters;
  parameters.assign_all("domain/upper = 20; domain/boundary = periodic; domain/cells = 64", "test");
  return parameters;
}
}  // namespace

// Another generator, another order of draws, or values that are drawn anew at each evaluation.
TEST(RandomField, IsTheSameOnEveryMeshAndAtEveryEvaluation)
{
  const Expression field = parse_expression(periodic_line(), "random(7, 1.5)", {"x", "t"});
  const Expression again = parse_expression(periodic_line(), "random(7, 1.5)", {"x", "t"});
  const Expression other = parse_expression(periodic_line(), "random(8, 1.5)", {"x", "t"});
  for (const double x : {0., 3., 11.25, 20.}) {
    const std::array<double, 2> v{{x, 0}};
    EXPECT_EQ(field.value(v.data()), field.value(v.data()));
    EXPECT_EQ(field.value(v.data()), again.value(v.data()));
    EXPECT_NE(field.value(v.data()), other.value(v.data()));
  }
  const std::array<double, 2> start{{0, 0}}, end{{20, 0}};
  EXPECT_NEAR(field.value(start.data()), field.value(end.data()), 1e-12);
  EXPECT_NEAR(field.evaluate(start.data(), 0).first, field.evaluate(end.data(), 0).first, 1e-12);
}

// Waves of a mesh that jump where its ends meet. In the direction that has walls they are free.
TEST(RandomField, FitsPeriodicMeshes)
{
  const RandomField field(3, 0.2, {2, false, {{-1, 0, 0}}, {{1, 0.5, 0}}, {{true, false, false}}});
  for (const double y : {0.1, 0.4}) {
    const double left[] = {-1, y, 0}, right[] = {1, y, 0}, inside[] = {0.3, y, 0};
    EXPECT_NEAR(field.value(left), field.value(right), 1e-12);
    EXPECT_GT(std::abs(field.value(left) - field.value(inside)), 1e-3);
  }
  const double low[] = {0.3, 0, 0}, high[] = {0.3, 0.5, 0};
  EXPECT_GT(std::abs(field.value(low) - field.value(high)), 1e-3);
}

// Waves that the box does not allow, amplitudes that are not normalized, a correlation that is another one.
TEST(RandomField, HasMeanZeroMeanSquareOneAndItsLength)
{
  for (const bool periodic : {true, false}) {
    RandomField::Domain box{2, true, {{-1, 0, 0}}, {{4, 3, 0}}, {{periodic, false, false}}};
    const RandomField field(3, 0.3, box);
    const int n = 300;
    double mean = 0, square = 0;
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j) {
        const std::array<double, 2> x{{-1 + 5 * (i + 0.5) / n, 3 * (j + 0.5) / n}};
        mean += field.value(x.data()) / (n * n);
        square += std::pow(field.value(x.data()), 2) / (n * n);
      }
    EXPECT_NEAR(mean, 0, 1e-10);
    EXPECT_NEAR(square, 1, 1e-10);
    // no flux through the walls
    const std::array<Jet, 2> wall{{{1.3, 0, 0}, {3, 1, 0}}};
    EXPECT_NEAR(field(wall.data()).first, 0, 1e-10);
  }
  // The covariance over many seeds is exp(-r^2/(2 length^2)).
  double same = 0, near = 0;
  const unsigned seeds = 400;
  const RandomField::Domain line{1, true, {{0, 0, 0}}, {{20, 0, 0}}, {{true, false, false}}};
  for (unsigned seed = 0; seed < seeds; ++seed) {
    const RandomField field(seed, 1, line);
    const double a = 5, b = 6;
    same += field.value(&a) * field.value(&a) / seeds;
    near += field.value(&a) * field.value(&b) / seeds;
  }
  EXPECT_NEAR(same, 1, 0.2);
  EXPECT_NEAR(near / same, std::exp(-0.5), 0.1);
}

// A rule of differentiation that is wrong.
TEST(RandomField, DerivativesAreThoseOfTheValue)
{
  const Expression f = parse_expression(periodic_line(), "x*random(1, 2)", {"x", "t"});
  const double h = 1e-4;
  for (const double x : {0.3, 7.1}) {
    const auto at = [&](double place) {
      const std::array<double, 2> v{{place, 0}};
      return f.evaluate(v.data(), 0);
    };
    EXPECT_NEAR((at(x + h).value - at(x - h).value) / (2 * h), at(x).first, 1e-5);
    EXPECT_NEAR((at(x + h).first - at(x - h).first) / (2 * h), at(x).second, 1e-5);
  }
}

TEST(RandomField, RefusesWhatItCannotBe)
{
  for (const char *wrong :
       {"random(1.5, 0.1)", "random(-1, 0.1)", "random(1, 0)", "random(1, 21)", "random(x, 1)",
        "random(1, x)", "random(1)", "random()", "random(1, 2, 3)", "random(random(1, 1), 1)"})
    EXPECT_THROW(parse_expression(periodic_line(), wrong, {"x", "t"}), std::invalid_argument) << wrong;
  EXPECT_THROW(parse_expression(periodic_line(), "random(1, 1)", {"u"}), std::invalid_argument);
}
