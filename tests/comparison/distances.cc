// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <tests/comparison/closed_forms.h>

using namespace gammaflow;
using namespace gammaflow::testing;

// A wrong constant (the 2 of Hellinger), a forgotten weight, a swapped KL, a square root too few.
TEST(Distances, ClosedForms)
{
  for (const ClosedForms &forms : {ramps(), gaussians()})
    for (const auto &[name, exact] : forms.distance)
      EXPECT_LT(deviation_from_closed_form(name, forms, registered_distance(name, forms.space)), 1e-9)
          << name << " = " << exact;
}

// A distance without any closed form above would go unchecked.
TEST(Distances, EachHasAClosedForm)
{
  const ClosedForms ramp = ramps(), gaussian = gaussians();
  for (const std::string &name : Registry<Distance>::names()) {
    if (Registry<Distance>::traits(name).needs_kernel) continue;
    EXPECT_TRUE(ramp.distance.count(name) + gaussian.distance.count(name) > 0) << name;
  }
}

// H-1 in more dimensions and on periodic boxes: the norm of a cosine mode is its L2 norm over its wave
// number. Catches eigenvalues of the wrong boundary condition and a missing square root.
TEST(Distances, HMinus1OfAMode)
{
  for (const bool periodic : {false, true})
    for (const unsigned dim : {1u, 2u, 3u}) {
      const auto space = make_box(dim, 4, 6, periodic);
      const double wave = periodic ? 2 * M_PI : M_PI;
      const Vector a = space->sample([&](const Point &x) { return 1 + 0.5 * std::cos(wave * x[0]); });
      const Vector b = space->sample([&](const Point &) { return 1.0; });
      EXPECT_NEAR(registered_distance("H-1", space)(a, b), 0.5 / std::sqrt(2) / wave, 1e-7) << dim;
    }
}

// KL of nearly equal densities drowns in round-off when written as a log(a/b) - a + b: at epsilon = 2^-24 the
// sum 2e-15 is left with one digit, below with none. Exact here: (a-b)^2/(2b) - (a-b)^3/(6b^2) + ...
TEST(Distances, KLOfNearlyEqualDensities)
{
  const auto space = make_box(1, 16, 3);
  for (const double epsilon : {std::ldexp(1.0, -10), std::ldexp(1.0, -24), std::ldexp(1.0, -36)}) {
    const Vector b = space->sample([](const Point &) { return 1.0; });
    const Vector a = space->sample([&](const Point &x) { return x[0] < 0.499 ? 1 + epsilon : 1 - epsilon; });
    const double second = space->volume() * epsilon * epsilon / 2;
    double third = 0;
    for (std::size_t i = 0; i < size(a); ++i)
      third += data(space->weights())[i] * std::pow(data(a)[i] - 1, 3) / 6;
    const double exact = second - third + std::pow(epsilon, 4) / 12;
    EXPECT_NEAR(registered_distance("KL", space)(a, b) / exact, 1, 1e-9) << epsilon;
    EXPECT_NEAR(registered_distance("reverse KL", space)(b, a) / exact, 1, 1e-9) << epsilon;
    EXPECT_NEAR(registered_distance("Hellinger", space)(a, b) / epsilon, 1, 2 * epsilon) << epsilon;
  }
}

// Metrics are zero on the diagonal, symmetric, and satisfy the triangle inequality (which the error bars rest
// on); the divergences vanish on the diagonal and are positive. Random densities, fixed seed.
TEST(Distances, Axioms)
{
  const auto space = make_box(1, 12, 3);
  std::mt19937 random(7);
  std::uniform_real_distribution<double> uniform(-1, 1);
  const auto density = [&] {
    const double c1 = uniform(random), c2 = uniform(random), c3 = uniform(random);
    Vector u = space->sample([&](const Point &x) {
      return std::exp(c1 * std::cos(M_PI * x[0]) + c2 * std::cos(2 * M_PI * x[0]) + c3 * x[0] * x[0]);
    });
    u *= 1 / space->integrate(u);
    return u;
  };
  const Distance::Context context{space, nullptr};
  for (const std::string &name : applicable_distances(context, true, true)) {
    const auto between = registered_distance(name, space);
    const bool metric = Registry<Distance>::traits(name).metric_power == 1;
    for (int trial = 0; trial < 8; ++trial) {
      const Vector a = density(), b = density(), c = density();
      EXPECT_EQ(between(a, a), 0) << name;
      EXPECT_GT(between(a, b), 1e-6) << name;
      if (metric) {
        EXPECT_NEAR(between(a, b) / between(b, a), 1, 1e-9) << name;
        EXPECT_LE(between(a, c), (between(a, b) + between(b, c)) * (1 + 1e-9)) << name;
      }
    }
  }
}

// The KL error bar is the triangle inequality of its square root, which holds asymptotically.
TEST(Distances, TriangleErrorBar)
{
  EXPECT_DOUBLE_EQ(triangle_error_bar(5, 0.1, 0.2), 0.1 + 0.2);
  EXPECT_NEAR(triangle_error_bar(4, 0.01, 0.04, 0.5), std::pow(2 + 0.1 + 0.2, 2) - 4, 1e-14);
}

// What a distance cannot do is said, and refused, instead of computed.
TEST(Distances, Refusals)
{
  const auto line = make_box(1, 8), circle = make_box(1, 8, 2, true), square = make_box(2, 4);
  for (const std::string name : {"W1", "W2"}) {
    EXPECT_THROW(Registry<Distance>::make(name, {circle, nullptr}), InputError);
    EXPECT_THROW(Registry<Distance>::make(name, {square, nullptr}), InputError);
    EXPECT_NE(why_not_applicable(name, {circle, nullptr}, true, true), "");
    EXPECT_NE(why_not_applicable(name, {square, nullptr}, true, true), "");
    EXPECT_NE(why_not_applicable(name, {line, nullptr}, false, true), "");
    EXPECT_NE(why_not_applicable(name, {line, nullptr}, true, false), "");
    EXPECT_EQ(why_not_applicable(name, {line, nullptr}, true, true), "");
  }
  EXPECT_NE(why_not_applicable("MMD", {line, nullptr}, true, true), "");
  EXPECT_THROW(Registry<Distance>::make("MMD", {line, nullptr}), InputError);

  const Vector one = line->sample([](const Point &) { return 1.0; });
  Vector heavier = one, negative = one;
  heavier *= 1 + 2e-6;
  data(negative)[3] = -1e-3;
  for (const std::string name : {"H-1", "W1", "W2"})
    EXPECT_THROW(registered_distance(name, line)(one, heavier), NumericalFailure) << name;
  for (const std::string name : {"Hellinger", "KL", "reverse KL", "W1", "W2"})
    EXPECT_THROW(registered_distance(name, line)(one, negative), NumericalFailure) << name;
}

// A NaN must not vanish in a maximum or a square root.
TEST(Distances, NaNIsNotADistance)
{
  const auto space = make_box(1, 4);
  const Vector one = space->sample([](const Point &) { return 1.0; });
  Vector broken = one;
  data(broken)[2] = std::nan("");
  for (const std::string &name : applicable_distances({space, nullptr}, true, true)) {
    double value = 0;
    try {
      value = registered_distance(name, space)(one, broken);
    } catch (const NumericalFailure &) {
      continue;
    }
    EXPECT_TRUE(std::isnan(value)) << name << " = " << value;
  }
}
