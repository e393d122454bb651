// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/claims/balance_claim.h>
#include <gammaflow/study/claims/limit_decision.h>
#include <gammaflow/study/plan/case_plan.h>
#include <gammaflow/study/plan/comparison_times.h>
#include <gammaflow/study/plan/path_limit.h>
#include <gammaflow/study/references/time_window.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace gammaflow;

// Deliberately wrong ways to judge a study, held against what the right ones say.
namespace
{
CasePlan ridge_plan()
{
  Parameters p;
  p.assign_all("geometry/name = KRR Fisher-Rao; kernel/name = intrinsic Matern; sweep/parameter = ridge",
               "test");
  return plan_cases(p).at(0);
}

PointRecord point(double parameter, double residual, double bound)
{
  PointRecord point;
  point.step.parameter = parameter;
  point.balance.emplace();
  point.balance->value = residual;
  point.balance->bound = bound;
  return point;
}
}  // namespace

// The largest of what compares as larger: a later good point takes the place of one that is not a number.
TEST(MustFail, ResidualThatALaterPointOverwrites)
{
  const std::vector<PointRecord> points = {point(0.1, 1e-10, 1e-8), point(0.01, std::nan(""), 1e-8),
                                           point(0.001, 1e-10, 1e-8)};
  double worst = 0;
  for (const PointRecord &p : points) {
    const double ratio = p.balance->value / 1e-8;
    if (!(ratio <= worst)) worst = ratio;
  }
  EXPECT_TRUE(worst <= 1) << "the wrong way does not confirm";
  EXPECT_EQ(balance_claim(ridge_plan(), points).verdict, Verdict::refuted);
}

// An allowance on the scale 1 lets any residual pass where there are 5e-9 to dissipate.
TEST(MustFail, AllowanceOnTheScaleOne)
{
  const double residual = 1e-8, energy = 5e-9, tolerance_and_steps = 10 * 1e-4 * 20;
  EXPECT_LE(residual, tolerance_and_steps * 1);
  const std::vector<PointRecord> points = {point(0.1, residual, tolerance_and_steps * energy)};
  EXPECT_EQ(balance_claim(ridge_plan(), points).verdict, Verdict::refuted);
}

// The slope between the ends of a ladder looks like order 1 where the ridge does not vanish, and like a power
// where there is none.
TEST(MustFail, OrderFromTheEndsOfTheLadder)
{
  const auto from_ends = [](const std::function<double(double)> &ridge) {
    return std::log(ridge(0.1) / ridge(0.001)) / std::log(100.);
  };
  EXPECT_NEAR(from_ends([](double s) { return 2e-4 + s; }), 1, 0.1);
  EXPECT_NEAR(from_ends([](double s) { return s * s * std::abs(std::log(s)); }), 1.75, 0.1);
  const auto limit = [](const std::string &formula) {
    Parameters p;
    p.set("sweep", "ridge formula", formula);
    return path_limit(p, 0.001);
  };
  EXPECT_DOUBLE_EQ(limit("2e-4 + sigma").ridge, 2e-4);
  EXPECT_FALSE(limit("sigma^2*abs(log(sigma))").exponent);
  EXPECT_TRUE(limit("sigma^2*abs(log(sigma))").vanishes());
  EXPECT_DOUBLE_EQ(limit("sigma^2").exponent.value_or(0), 2);
}

// Two curves that agree at the outputs alone are equal to who looks at the outputs alone.
TEST(MustFail, EqualAtTheOutputsAlone)
{
  const auto difference = [](double t) { return t * std::exp(-t) * 0.1; };  // gone at t = 40
  const auto largest = [&](const std::vector<double> &times) {
    double result = 0;
    for (const double t : times) result = std::max(result, std::abs(difference(t)));
    return result;
  };
  EXPECT_LT(largest({0, 40}), 1e-15);
  EXPECT_GT(largest(comparison_times({0, 40}, 7)), 0.03);
}

// A limit that is confirmed to a bound is not told from another one that is nearer than this bound.
TEST(MustFail, BoundThatDoesNotTellTwoLimitsApart)
{
  LimitStatement claimed;
  claimed.verdict = Verdict::confirmed;
  claimed.bound = 3e-7;
  LimitStatement declared = claimed;
  OrderStatement order;
  order.verdict = Verdict::confirmed;
  const LimitDeclaration other{"bandwidth", "power-mobility Fisher-Rao", "", 2, "", {}};
  EXPECT_EQ(judge_against_another(claimed, declared, "other", {0.025, 1.5e-7, 4e-10}).verdict,
            Verdict::confirmed)
      << "the bounds alone see it";
  EXPECT_EQ(beside_declared(claimed, other, declared, order, {0.025, 1.5e-7, 4e-10}).verdict,
            Verdict::refuted);
}

// The errors of two runs with other tolerances cross at one time, and their difference there is 0.
TEST(MustFail, DifferenceOfTwoRunsAtOneTime)
{
  std::vector<double> errors = {0}, differences = {0};
  for (unsigned n = 1; n <= 8; ++n) {
    const double t = n / 8., loose = 10 * (t - 0.45);
    errors.push_back(t);
    differences.push_back(t - loose);
  }
  const std::vector<double> bars = errors_in_time(differences, Differing::states);
  unsigned missed = 0;
  for (std::size_t n = 1; n < errors.size(); ++n) {
    missed += std::abs(differences[n]) < errors[n] ? 1 : 0;
    EXPECT_GE(bars[n], errors[n]);
  }
  EXPECT_GT(missed, 0u);
}
