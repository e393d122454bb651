// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/time/stages/newton.h>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

using namespace gammaflow;

namespace
{
struct Outcome {
  bool converged = false;
  unsigned corrections = 0;
  double x = 0;
};

/// Newton's method for f(x) = 0, with every linear system solved to exactly what is asked for.
Outcome newton(const std::function<double(double)> &f, const std::function<double(double)> &slope, double x,
               double tolerance, double round_off = 0, bool damped = true)
{
  NewtonControl control(tolerance);
  Outcome outcome;
  for (; outcome.corrections < control.most_corrections; ++outcome.corrections) {
    const double error = control.forcing_term(std::abs(f(x)), 0);
    const double correction = -f(x) * (1 - error) / slope(x), size = std::abs(correction) / (1 + std::abs(x));
    if (!std::isfinite(size)) return outcome;
    const double fraction =
        damped ? control.damping(size, 1, [&](double part) { return std::abs(f(x + part * correction)); })
               : 1.;
    if (fraction == 0) return outcome;
    outcome.x = x += fraction * correction;
    if (const auto end = control.verdict(size, fraction, [&] { return round_off; })) {
      outcome.converged = *end;
      ++outcome.corrections;
      return outcome;
    }
  }
  return outcome;
}
const auto arctangent = [](double x) { return std::atan(x); };
const auto slope_of_arctangent = [](double x) { return 1 / (1 + x * x); };
}  // namespace

// Far from the solution the full steps of Newton's method overshoot further and further (must fail:
// undamped).
TEST(Newton, DampingBringsItBack)
{
  const Outcome damped = newton(arctangent, slope_of_arctangent, 3, 1e-12);
  EXPECT_TRUE(damped.converged);
  EXPECT_LT(std::abs(damped.x), 1e-12);
  EXPECT_FALSE(newton(arctangent, slope_of_arctangent, 3, 1e-12, 0, false).converged);
}

// It ends when what is left is below the tolerance, not a correction later; linear systems that are solved to
// a thousandth at first cost hardly more corrections than exact ones.
TEST(Newton, EndsWhenWhatIsLeftIsSmall)
{
  for (const double tolerance : {1e-3, 1e-6, 1e-12}) {
    const Outcome outcome =
        newton([](double x) { return x * x - 2; }, [](double x) { return 2 * x; }, 1.5, tolerance);
    EXPECT_TRUE(outcome.converged);
    EXPECT_LT(std::abs(outcome.x - std::sqrt(2.)), tolerance);
    EXPECT_LE(outcome.corrections, tolerance > 1e-4 ? 2u : tolerance > 1e-8 ? 3u : 5u);
  }
}

// A residual with noise does not fall any more: converged where round-off explains it, else not.
TEST(Newton, RoundOffEndsItToo)
{
  unsigned calls = 0;
  const auto noisy = [&calls](double x) { return std::atan(x) + (++calls % 2 == 0 ? 1e-9 : -1e-9); };
  EXPECT_TRUE(newton(noisy, slope_of_arctangent, 0.5, 1e-13, 1e-8).converged);
  calls = 0;
  EXPECT_FALSE(newton(noisy, slope_of_arctangent, 0.5, 1e-13).converged);
}

// What is not finite is a step too far.
TEST(Newton, InfiniteResidualsAreRefused)
{
  const auto with_wall = [](double x) {
    return x < 2 ? std::exp(x) - 0.1 : std::numeric_limits<double>::infinity();
  };
  const Outcome outcome = newton(
      with_wall, [](double x) { return std::exp(x); }, -8, 1e-10);
  EXPECT_TRUE(outcome.converged);
  EXPECT_NEAR(outcome.x, std::log(0.1), 1e-9);
}
