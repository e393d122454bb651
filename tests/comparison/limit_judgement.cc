// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/limit_judgement.h>

#include <gtest/gtest.h>

#include <cmath>
#include <tests/comparison/synthetic.h>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
bool says(const LimitStatement &s, const std::string &words)
{
  return s.sentence.find(words) != std::string::npos;
}
}  // namespace

TEST(LimitJudgement, BoundedByTheDistances)
{
  const auto s = judge_limit(sweep([](double e) { return e * (1 + e); }, 6, 1e-3, 0.2), 1);
  EXPECT_EQ(s.verdict, Verdict::confirmed) << s.sentence;
  EXPECT_EQ(s.basis, "distances");
  EXPECT_LE(s.bound, 0.3 * s.smallest);
  EXPECT_TRUE(says(s, "for lambda in [0.00625, 0.2]") && says(s, "is at most") &&
              says(s, "the smallest distance is"))
      << s.sentence;
}

// A limit of 0.3 of the smallest distance, added, or as the root of a sum of squares: never confirmed,
// whatever the bars; and never refuted, for the sweep may lie above its scale.
TEST(LimitJudgement, HiddenLimits)
{
  for (const double level : {1e-6, 1e-4, 1e-3, 0.01, 0.05})
    for (const double q : {0.5, 1.0, 2.0})
      for (const double part : {0.31, 0.6, 0.95}) {
        const double smallest = std::pow(0.00625, q);
        const double root = smallest * part / std::sqrt(1 - part * part), sum = smallest * part / (1 - part);
        for (const auto &values :
             {sweep([=](double e) { return std::hypot(root, std::pow(e, q)); }, 6, level, 0.2),
              sweep([=](double e) { return sum + std::pow(e, q); }, 6, level, 0.2)}) {
          const auto s = judge_limit(values, q);
          EXPECT_EQ(s.verdict, Verdict::not_established)
              << level << ' ' << q << ' ' << part << ' ' << s.sentence;
          EXPECT_GE(s.bound, 0.999 * part * s.smallest) << s.sentence;
        }
      }
}

// The same with values at the ends of their bars, where the root with the limit uses all of them: it counts
// still, for it is the best of the roots.
TEST(LimitJudgement, HiddenLimitsWithValuesAtTheEndsOfTheirBars)
{
  for (const double level : {1e-3, 0.005})
    for (unsigned signs = 0; signs < 64; ++signs) {
      auto values = sweep([](double e) { return std::hypot(0.00625 * 0.75, e); }, 6, level, 0.2);
      for (std::size_t k = 0; k < values.size(); ++k)
        values[k].value *= 1 + ((signs >> k) % 2 == 0 ? level : -level) / (1 + level);
      EXPECT_NE(judge_limit(values, 1).verdict, Verdict::confirmed) << level << ' ' << signs;
    }
}

// Bars of 2 % around a power: a root with a limit of 0.3 of the smallest distance passes through them, but
// leaves much less room than the power.
TEST(LimitJudgement, RootsThatBendThroughAllBarsDoNotCount)
{
  for (const double q : {1.0, 1.5, 2.0})
    for (const double a : {-1.0, 0.0, 1.0}) {
      const auto s =
          judge_limit(sweep([=](double e) { return std::pow(e, q) * (1 + a * e); }, 6, 0.02, 0.2), q);
      EXPECT_EQ(s.verdict, Verdict::confirmed) << q << ' ' << a << ' ' << s.sentence;
    }
}

// y/(1 + y) far above its scale "levels off", which is no verdict.
TEST(LimitJudgement, LevelsOff)
{
  const auto s = judge_limit(sweep([](double e) { return e / (1e-3 + e); }, 6, 0.01, 0.2), 1);
  EXPECT_EQ(s.verdict, Verdict::not_established);
  EXPECT_TRUE(says(s, "levels off") && says(s, "may be pre-asymptotic")) << s.sentence;
}

TEST(LimitJudgement, NotANumber)
{
  auto values = sweep([](double e) { return e; }, 8, 1e-3);
  values[2].delta = std::nan("");
  const auto s = judge_limit(values, 1);
  EXPECT_TRUE(s.failed && s.verdict == Verdict::not_established && says(s, "not a number")) << s.sentence;
  ExtrapolatedDistance failed;
  failed.failed = true;
  EXPECT_TRUE(judge_limit(sweep([](double e) { return e; }, 8, 1e-3), failed).failed);
}

namespace
{
ExtrapolatedDistance extrapolated(double estimate, double bars, double models, bool contracts)
{
  ExtrapolatedDistance e;
  e.valid = true;
  e.contracts = contracts;
  e.estimate = estimate;
  e.from_bars = bars;
  e.from_models = models;
  e.parameter_low = 0.1;
  e.parameter_high = 0.4;
  return e;
}
}  // namespace

// Confirmed up to a fifth of the smallest distance, bar included; refuted where the distance is clear, and
// only where the states converge.
TEST(LimitJudgement, FromStates)
{
  const auto values = sweep([](double e) { return e; }, 4, 1e-3, 0.8);  // the smallest is 0.1
  const auto of = [&](const ExtrapolatedDistance &e) { return judge_limit(values, e); };
  EXPECT_EQ(of(extrapolated(0.01, 0.004, 0.005, true)).verdict, Verdict::confirmed);
  EXPECT_EQ(of(extrapolated(0.01, 0.006, 0.005, true)).verdict, Verdict::not_established);
  const auto refuted = of(extrapolated(0.06, 0.01, 0.01, true));
  EXPECT_EQ(refuted.verdict, Verdict::refuted);
  EXPECT_TRUE(says(refuted, "0.06 +- 0.02") && says(refuted, "another limit")) << refuted.sentence;
  EXPECT_EQ(of(extrapolated(0.06, 0.02, 0.02, true)).verdict, Verdict::not_established);
  EXPECT_EQ(of(extrapolated(0.06, 0.01, 0.01, false)).verdict, Verdict::not_established);
  EXPECT_EQ(of(extrapolated(0.06, 0.01, 0.01, false)).basis, "states");
}

// Three points determine what is extrapolated; only a fourth can contradict it. What was found is said.
TEST(LimitJudgement, ThreePointsDecideNothing)
{
  const auto values = sweep([](double e) { return e; }, 3, 1e-3, 0.4);
  for (const double estimate : {0.0, 0.01, 0.06, 1.0}) {
    const auto s = judge_limit(values, extrapolated(estimate, 0.001, 0.001, true));
    EXPECT_EQ(s.verdict, Verdict::not_established) << s.sentence;
    EXPECT_TRUE(says(s, "3 points") && says(s, "four are needed")) << s.sentence;
  }
  EXPECT_EQ(judge_limit(values, 1).verdict, Verdict::not_established);
}

// Another limit that is confirmed refutes the claimed one, if both differ by more than its bound and the bar.
TEST(LimitJudgement, AnotherLimit)
{
  LimitStatement claimed, other;
  claimed.verdict = other.verdict = Verdict::confirmed;
  other.bound = 0.01;
  EXPECT_EQ(judge_against_another(claimed, other, "B", {0.1, 0.012, 0.003}).verdict, Verdict::confirmed);
  const auto refuted = judge_against_another(claimed, other, "B", {0.1, 0.02, 0.003});
  EXPECT_EQ(refuted.verdict, Verdict::refuted);
  EXPECT_TRUE(says(refuted, "0.02 +- 0.003")) << refuted.sentence;
  other.verdict = Verdict::not_established;
  EXPECT_EQ(judge_against_another(claimed, other, "B", {0.1, 0.02, 0.003}).verdict, Verdict::confirmed);
}
