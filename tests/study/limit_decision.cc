// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/claims/limit_decision.h>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

using namespace gammaflow;

namespace
{
LimitStatement limit(Verdict verdict, double bound)
{
  LimitStatement statement;
  statement.verdict = verdict;
  statement.bound = bound;
  statement.smallest = 3e-6;
  statement.sentence = "The limit is at most so much.";
  return statement;
}

OrderStatement order(Verdict verdict)
{
  OrderStatement statement;
  statement.verdict = verdict;
  return statement;
}

LimitDeclaration power_mobility()
{
  return {"bandwidth", "power-mobility Fisher-Rao", "geometry/exponent = 2", 2, "", {}};
}

std::vector<SweepValue> values_of(const std::function<double(double)> &d, double relative_delta)
{
  std::vector<SweepValue> values;
  for (int i = 0; i < 6; ++i) {
    const double e = 0.1 / (1 << i);
    values.push_back({e, d(e), relative_delta * d(e)});
  }
  return values;
}

/// Plane vectors u(e) = (C e, hidden), the claimed limit being 0.
ExtrapolatedDistance states_of(double hidden, double bar)
{
  std::vector<double> parameters, bars;
  std::vector<Eigen::VectorXd> states;
  for (int i = 0; i < 6; ++i) {
    const double e = 0.1 / (1 << i);
    parameters.push_back(e);
    bars.push_back(bar);
    states.push_back(Eigen::Vector2d(e, hidden));
  }
  return extrapolate(sweep_of_vectors(parameters, states, bars, Eigen::Vector2d(0, 0), 0,
                                      [](const auto &a, const auto &b) { return (a - b).norm(); }),
                     1);
}
}  // namespace

// Two limits that look alike on the range of a sweep: where the declared one is confirmed, the named one is
// false by the distance of both flows, however small that is.
TEST(LimitDecision, DeclaredLimitThatLooksLikeTheNamedOne)
{
  const auto claimed = limit(Verdict::confirmed, 3e-7), declared = limit(Verdict::confirmed, 2e-7);
  const auto result =
      beside_declared(claimed, power_mobility(), declared, order(Verdict::confirmed), {0.025, 1.5e-7, 4e-10});
  EXPECT_EQ(result.verdict, Verdict::refuted);
  EXPECT_NE(result.sentence.find("1.5e-07 +- 4e-10"), std::string::npos) << result.sentence;
  EXPECT_NE(result.sentence.find("geometry/exponent = 2"), std::string::npos) << result.sentence;
}

// Must fail: without a confirmed declaration nothing is refuted, but what does not tell both apart confirms
// nothing either; limit flows that agree within their bars are no two limits.
TEST(LimitDecision, WhatDoesNotTellLimitsApart)
{
  const auto claimed = limit(Verdict::confirmed, 3e-7), declared = limit(Verdict::confirmed, 2e-7);
  const SweepValue apart{0.025, 1.5e-7, 4e-10};
  const auto verdict = [&](const LimitStatement &of_claimed, const LimitStatement &of_declared,
                           Verdict of_order, const SweepValue &separation) {
    return beside_declared(of_claimed, power_mobility(), of_declared, order(of_order), separation).verdict;
  };
  EXPECT_EQ(verdict(claimed, declared, Verdict::not_established, apart), Verdict::refuted);
  EXPECT_EQ(verdict(claimed, declared, Verdict::refuted, apart), Verdict::not_established);
  EXPECT_EQ(verdict(claimed, limit(Verdict::not_established, 1), Verdict::confirmed, apart),
            Verdict::not_established);
  EXPECT_EQ(verdict(limit(Verdict::confirmed, 1e-8), limit(Verdict::not_established, 1),
                    Verdict::not_established, apart),
            Verdict::confirmed);
  EXPECT_EQ(verdict(claimed, declared, Verdict::confirmed, {0.025, 1e-10, 4e-10}), Verdict::confirmed);
}

// A limit that is orthogonal to what shrinks is seen in the states, where the distances alone follow a power.
TEST(LimitDecision, HiddenLimitIsSeenInTheStates)
{
  JudgeOptions options;
  const double smallest = 0.1 / 32;
  const auto decide = [&](double part) {
    const double hidden = part * smallest;
    return decide_limit(values_of([&](double e) { return std::hypot(e, hidden); }, 1e-4),
                        states_of(hidden, 1e-4 * smallest), 1, options)
        .statement;
  };
  EXPECT_EQ(decide(0).verdict, Verdict::confirmed);
  EXPECT_EQ(decide(0).basis, "states");
  EXPECT_EQ(decide(0.3).verdict, Verdict::refuted);
}

// Where the states do not decide, distances with small bars may; where neither does, levelling off is said.
TEST(LimitDecision, DistancesWhereTheStatesDoNotDecide)
{
  const double wide = 0.1 / 32;  // as large as the smallest distance
  const auto linear = decide_limit(values_of([](double e) { return e; }, 1e-4), states_of(0, wide), 1, {});
  EXPECT_EQ(linear.statement.verdict, Verdict::confirmed);
  EXPECT_EQ(linear.statement.basis, "distances");
  const auto flat =
      decide_limit(values_of([](double e) { return 0.7 + e; }, 1e-4), states_of(0, 1), 1, {}).statement;
  EXPECT_EQ(flat.verdict, Verdict::not_established);
  EXPECT_TRUE(flat.levels_off);
  EXPECT_NE(flat.sentence.find("pre-asymptotic"), std::string::npos) << flat.sentence;
}
