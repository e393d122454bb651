#include <gammaflow/comparison/verdict.h>

#include <gtest/gtest.h>

#include <cmath>
#include <tests/comparison/synthetic.h>

using namespace gammaflow;
using namespace gammaflow::testing;

// A family that converges elsewhere: the distance tends to d_inf from above, from below, or is flat from the
// start.
TEST(Saturation, IsFoundWithItsLimit)
{
  for (const double limit : {0.3, 1.0, 5.0})
    for (const double q : {0.5, 1.0, 2.0})
      for (const double c : {1.0, -0.2, 0.0}) {
        const RateFit fit =
            fit_rate(sweep([=](double e) { return limit + c * std::pow(e, q); }, 8, 0.01, 0.5), 0.05);
        EXPECT_TRUE(fit.saturates) << limit << " + " << c << " e^" << q;
        EXPECT_NEAR(fit.limit_value, limit, fit.limit_uncertainty) << limit << " + " << c << " e^" << q;
        EXPECT_LT(fit.limit_uncertainty, 0.4 * limit) << limit << " + " << c << " e^" << q;
      }
}

// Small but steady orders, and orders that fall from 2 to 1/2, are convergence: no limit may be invented.
TEST(Saturation, IsNotInvented)
{
  for (const double q : {0.2, 0.3, 0.5, 1.0, 3.0})
    for (const double level : {1e-4, 0.01, 0.03})
      EXPECT_FALSE(fit_rate(sweep([=](double e) { return std::pow(e, q); }, 7, level), 0.05).saturates) << q;
  EXPECT_FALSE(
      fit_rate(sweep([](double e) { return std::sqrt(e) + 2 * e * e; }, 6, 0.01, 1), 0.05).saturates);
  EXPECT_FALSE(fit_rate(sweep([](double e) { return e + 4 * e * e; }, 6, 0.01, 1), 0.05).saturates);
}

// Over a seeded family: a limit that is half of the smallest distance or more is never reported as
// convergence of the order with which the rest decays; one that is 90 % is found, nearly always, and its
// uncertainty covers it.
TEST(Saturation, IsNeverConfirmedAsConvergence)
{
  std::mt19937 random(11);
  std::uniform_real_distribution<double> uniform(0, 1);
  unsigned clear = 0, found = 0, covered = 0;
  for (unsigned trial = 0; trial < 3000; ++trial) {
    const Synthetic member(random, trial);
    const double largest = 0.1 + 0.9 * uniform(random), sign = uniform(random) < 0.25 ? -1 : 1;
    const double limit = member.d(largest) * std::pow(10, -1.5 + 2.5 * uniform(random));
    const double c = sign > 0 ? 1 : -0.9 * std::min(1.0, limit / member.d(largest));
    auto values = sweep([&](double e) { return limit + c * member.d(e); }, 6, 0.01, largest);
    const double part = limit / values.back().value;
    values = with_noise(values, random, trial % 2 == 0);
    const RateFit fit = fit_rate(values, 0.05);
    const Judgement judgement = judge_convergence(fit, member.order, values);
    if (part >= 0.5) {
      EXPECT_NE(judgement.verdict, Verdict::confirmed) << limit << " of " << values.back().value;
      EXPECT_FALSE(judgement.limit_supported && judgement.verdict != Verdict::not_established && part > 0.7);
    }
    if (part >= 0.9) {
      ++clear;
      found += judgement.verdict == Verdict::refuted && fit.saturates;
      covered += fit.saturates && std::abs(fit.limit_value - limit) <= fit.limit_uncertainty;
    }
  }
  EXPECT_GE(found, 0.98 * clear);
  EXPECT_GE(covered, 0.9 * found);
  RecordProperty("clear", int(clear));
  RecordProperty("found", int(found));
  RecordProperty("covered", int(covered));
}
