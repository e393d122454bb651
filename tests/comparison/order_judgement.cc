// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/order_judgement.h>
#include <gammaflow/comparison/judgement/order_models.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <tests/comparison/synthetic.h>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
bool says(const OrderStatement &s, const std::string &words)
{
  return s.sentence.find(words) != std::string::npos;
}
}  // namespace

// The interval holds the order, its two parts add up to its width, and the sentence says the range.
TEST(OrderJudgement, PowersAsPredicted)
{
  for (const double q : {0.5, 1.0, 2.0})
    for (const double a : {0.0, 0.3, -1.0}) {
      const auto s =
          judge_order(sweep([=](double e) { return 3 * std::pow(e, q) * (1 + a * e); }, 6, 1e-3, 0.2), q);
      EXPECT_EQ(s.verdict, Verdict::confirmed) << s.sentence;
      EXPECT_LE(s.low, q + 1e-9);
      EXPECT_GE(s.high, q - 1e-9);
      EXPECT_NEAR(s.part_from_bars + s.part_from_models, (s.high - s.low) / 2, 1e-12);
      EXPECT_TRUE(says(s, "for lambda in [0.00625, 0.2]") && says(s, "predicted")) << s.sentence;
      EXPECT_EQ(s.sentence.find("tends to 0"), std::string::npos);
    }
}

TEST(OrderJudgement, AnotherOrderIsRefuted)
{
  const auto linear = sweep([](double e) { return e; });
  const auto slower = judge_order(linear, 2), faster = judge_order(linear, 0.5);
  EXPECT_EQ(slower.verdict, Verdict::refuted) << slower.sentence;
  EXPECT_EQ(faster.verdict, Verdict::refuted) << faster.sentence;
  EXPECT_TRUE(says(slower, "slower") && says(faster, "faster"));
  EXPECT_TRUE(slower.settled);
}

// Nine digits, which no model describes: the contracting local orders 1.72, 1.96, 1.99 are those of order 2.
TEST(OrderJudgement, NineDigits)
{
  std::vector<SweepValue> values = {{0.1, 1, 1e-9}};
  for (const double q : {1.72, 1.96, 1.99}) {
    const SweepValue &last = values.back();
    const double d = last.value * std::pow(2, -q);
    values.push_back({last.parameter / 2, d, 1e-9 * d});
  }
  const auto s = judge_order(values, 2);
  EXPECT_EQ(s.verdict, Verdict::confirmed) << s.sentence;
  EXPECT_EQ(s.basis, "local orders");
  EXPECT_GT(s.low, 1.9);
  EXPECT_LT(s.high, 2.1);
}

// A linear part of a tenth at the smallest parameter: neither order 2, nor not order 1.
TEST(OrderJudgement, AHiddenLinearPart)
{
  for (const double level : {1e-4, 1e-3, 0.01, 0.03}) {
    const auto values = sweep([](double e) { return e + 10 * e * e / 0.00625; }, 6, level, 0.2);
    EXPECT_NE(judge_order(values, 2).verdict, Verdict::confirmed) << level;
    EXPECT_NE(judge_order(values, 1).verdict, Verdict::refuted) << level;
  }
}

// The same with orders near each other: a tenth of e^q beside e^(q+1/4) or e^(q+1/2). With the smallest bars
// the lower order is identified: it is in the interval, and the higher one is not confirmed.
TEST(OrderJudgement, AHiddenPartOfANearOrder)
{
  for (const auto &[q, p] :
       {std::pair(0.75, 1.), std::pair(1.75, 2.), std::pair(1., 1.5), std::pair(0.5, 1.)})
    for (const double level : {1e-4, 1e-3, 0.01, 0.03}) {
      const double low = q, high = p, b = 10 * std::pow(0.00625, low - high);
      const auto values =
          sweep([=](double e) { return std::pow(e, low) + b * std::pow(e, high); }, 6, level, 0.2);
      const auto s = judge_order(values, high);
      EXPECT_NE(s.verdict, Verdict::confirmed) << low << ' ' << high << ' ' << level << ' ' << s.sentence;
      EXPECT_LE(s.low, low + 1e-6) << s.sentence;
      EXPECT_NE(judge_order(values, low).verdict, Verdict::refuted) << low << ' ' << high << ' ' << level;
    }
}

// Clean sweeps with bars of half a percent are confirmed all the same.
TEST(OrderJudgement, GoodBarsTellNearOrdersApart)
{
  for (const double q : {0.75, 1.0, 1.5, 2.0})
    for (const double level : {1e-4, 1e-3, 0.005})
      for (const double a : {-1.0, 0.0, 1.0})
        EXPECT_EQ(judge_order(sweep([=](double e) { return std::pow(e, q) * (1 + a * e); }, 6, level, 0.2), q)
                      .verdict,
                  Verdict::confirmed)
            << q << ' ' << level << ' ' << a;
}

// What a free-space kernel loses at walls: order 1/2, its second term of another order than any model's. With
// bars of six digits no power passes, and what a ridge misses in Gaussian tails, held against wider bars,
// alone does: it makes no interval by itself.
TEST(OrderJudgement, AnOrderThatIsGivenMakesNoInterval)
{
  const auto layer = [](double e) {
    return std::sqrt(e) * (1 + 0.35 * e * e + 0.1 * std::exp(-0.2 / e)) / (1 + 0.02 * std::pow(e, 1.7));
  };
  for (const double level : {1e-5, 1e-6, 1e-7}) {
    std::vector<SweepValue> values;
    for (const double e : {0.08, 0.0566, 0.04, 0.0283, 0.02})
      values.push_back({e, layer(e), level * layer(e)});
    const auto s = judge_order(values, 4);
    ASSERT_TRUE(s.known) << s.sentence;
    EXPECT_LE(s.low, 0.51) << s.sentence;
    EXPECT_GE(s.high, 0.49) << s.sentence;
    EXPECT_EQ(s.verdict, Verdict::refuted) << s.sentence;
  }
}

// A sweep that was computed (the nonlocal Allen-Cahn equation with a free-space kernel, of order 2): of the
// models that its bars of four digits tell apart one passes, by accident, and for nearly all of its range.
// Its exponents alone are 2.0048 to 2.0053. The bars are multiplied until three models pass, and the interval
// says so much the less.
TEST(OrderJudgement, OneModelByAccident)
{
  const std::vector<SweepValue> values = {
      {0.01, 4.69109603e-05, 5.67e-09},   {0.007071068, 2.25839037e-05, 1.49e-08},
      {0.005, 1.09510772e-05, 1.4e-09},   {0.003535534, 5.34607476e-06, 3.67e-09},
      {0.0025, 2.62486039e-06, 4.96e-10}, {0.001767767, 1.29475741e-06, 4.66e-10},
      {0.00125, 6.40971015e-07, 1.25e-10}};
  const auto s = judge_order(values, 2);
  EXPECT_GT(s.bars_times, 1) << s.sentence;
  EXPECT_LE(s.low, 2) << s.sentence;
  EXPECT_GE(s.high, 2) << s.sentence;
  EXPECT_EQ(s.verdict, Verdict::confirmed) << s.sentence;
  EXPECT_EQ(judge_order(sweep([](double e) { return e * e; }, 6, 0.01), 2).bars_times, 1);
}

// Above its scale a sweep shows another order, or none; that refutes nothing.
TEST(OrderJudgement, PreAsymptoticSweepsRefuteNothing)
{
  for (const double y : {0.1, 1.0, 10.0, 100.0})
    for (const double level : {1e-3, 0.01}) {
      const auto of = [&](const std::function<double(double)> &shape) {
        return judge_order(sweep([&](double e) { return shape(y * e / 0.00625); }, 6, level, 0.2), 1).verdict;
      };
      EXPECT_NE(of([](double t) { return t / (1 + t); }), Verdict::refuted) << y << ' ' << level;
      EXPECT_NE(of([](double t) { return std::sqrt(1 + t) - 1; }), Verdict::refuted) << y << ' ' << level;
      EXPECT_NE(of([](double t) { return std::log1p(t); }), Verdict::refuted) << y << ' ' << level;
      EXPECT_NE(of([](double t) { return std::tanh(t); }), Verdict::refuted) << y << ' ' << level;
      EXPECT_NE(of([](double t) { return -std::expm1(-t); }), Verdict::refuted) << y << ' ' << level;
    }
}

// A ridge where the density has Gaussian tails to 1e-3 looks like order 0.6 over two decades; its order is 1.
// The first is found by a model with other tails, on another quadrature.
TEST(OrderJudgement, GaussianTailsRefuteNothingAndConfirmNoHalfOrder)
{
  const auto missed = [](double e) {
    double sum = 0;
    for (int i = 0; i < 2000; ++i) {
      const double rho = std::exp(-0.5 * std::pow(3.6 * (i + 0.5) / 2000, 2));
      sum += std::pow(e / (rho + e), 2) * rho;
    }
    return std::sqrt(sum);
  };
  for (const double largest : {3.0, 1.0, 0.5})
    for (const double level : {1e-4, 1e-3, 0.01}) {
      const auto values = sweep(missed, 7, level, largest);
      EXPECT_NE(judge_order(values, 1).verdict, Verdict::refuted) << largest << ' ' << level;
      for (const double order : {0.5, 0.6, 0.7})
        EXPECT_NE(judge_order(values, order).verdict, Verdict::confirmed) << largest << ' ' << level;
    }
  // A power is no such sweep: it is confirmed, and order 1 is refuted.
  const auto power = sweep([](double e) { return std::sqrt(e); }, 7, 1e-3, 0.5);
  EXPECT_EQ(judge_order(power, 0.5).verdict, Verdict::confirmed);
  EXPECT_EQ(judge_order(power, 1).verdict, Verdict::refuted) << judge_order(power, 1).sentence;
}

// A sweep that was computed, of order 0.02 to 0.40: only models that saturate pass, and these have order 1
// far below the range. That is not said of the range. Must fail: where the range reaches it, it is.
TEST(OrderJudgement, WhatTheRangeDoesNotShowIsNotItsOrder)
{
  const std::vector<SweepValue> values = {{0.1, 0.1615, 0.0011},
                                          {0.01778, 0.1549, 0.0011},
                                          {0.003162, 0.1462, 0.0011},
                                          {0.0005623, 0.1199, 0.0011},
                                          {0.0001, 0.05979, 0.0012}};
  const auto s = judge_order(values, 1);
  EXPECT_EQ(s.verdict, Verdict::not_established);
  EXPECT_FALSE(s.shown);
  EXPECT_TRUE(says(s, "on this range it does not show") && says(s, "is 0.4029")) << s.sentence;
  EXPECT_FALSE(says(s, "The order is in")) << s.sentence;
  const auto begun = judge_order(sweep([](double e) { return e / (1 + e); }, 6, 1e-3, 1, 3), 1);
  EXPECT_TRUE(begun.shown);
  EXPECT_TRUE(says(begun, "The order is in")) << begun.sentence;
}

// Three points cannot contradict a model: they neither confirm nor refute.
TEST(OrderJudgement, ThreePointsDecideNothing)
{
  for (unsigned n : {0u, 1u, 2u, 3u})
    for (const double p : {1.0, 2.0}) {
      const auto s = judge_order(sweep([](double e) { return e; }, n, 1e-3), p);
      EXPECT_EQ(s.verdict, Verdict::not_established);
      EXPECT_TRUE(says(s, "four are needed")) << s.sentence;
    }
}

// What is not a number is said, wherever it stands, and no later point makes up for it.
TEST(OrderJudgement, NotANumber)
{
  const double nan = std::nan("");
  const auto good = sweep([](double e) { return e; }, 8, 1e-3);
  for (std::size_t i = 0; i < good.size(); ++i)
    for (const int what : {0, 1, 2}) {
      auto bad = good;
      (what == 0 ? bad[i].parameter : what == 1 ? bad[i].value : bad[i].delta) = nan;
      const auto s = judge_order(bad, 1);
      EXPECT_TRUE(s.failed);
      EXPECT_EQ(s.verdict, Verdict::not_established);
      EXPECT_TRUE(says(s, "not a number")) << s.sentence;
    }
}

// The points come in any order, and what is said per point refers to that order; unresolved ones are left
// out.
TEST(OrderJudgement, PerPoint)
{
  auto values = sweep([](double e) { return e; }, 6, 1e-3);
  values.push_back({1e-4, 1e-4, 1e-4});
  std::mt19937 random(3);
  const auto ordered = judge_order(values, 1);
  EXPECT_EQ(ordered.used, (std::vector<bool>{true, true, true, true, true, true, false}));
  EXPECT_TRUE(std::isnan(ordered.local_orders[0]) && std::isnan(ordered.local_orders[6]));
  EXPECT_NEAR(ordered.local_orders[3], 1, 1e-9);
  EXPECT_NE(ordered.note.find("unresolved"), std::string::npos) << ordered.note;
  for (int trial = 0; trial < 5; ++trial) {
    std::shuffle(values.begin(), values.end(), random);
    const auto s = judge_order(values, 1);
    EXPECT_EQ(s.low, ordered.low);
    EXPECT_EQ(s.high, ordered.high);
  }
}

// Each model accepts the sweeps that it describes, at their exponent, and nothing else with bars of 1e-6.
TEST(OrderJudgement, ModelsAcceptTheirOwnSweeps)
{
  const auto accepted = [](const std::string &name, const std::function<double(double)> &d) {
    const auto s = judge_order(sweep(d, 7, 1e-6, 0.2), 1);
    for (const OrderModel &m : s.models)
      if (m.name == name) return m.accepted && m.low <= 1 + 1e-9 && m.high >= 1 - 1e-9;
    return false;
  };
  EXPECT_TRUE(accepted("C e^q (1 + a e^1/2)", [](double e) { return e * (1 + std::sqrt(e)); }));
  EXPECT_TRUE(
      accepted("a e^1 + b e^1.25", [](double e) { return e * (1 + 10 * std::pow(e / 0.003125, 0.25)); }));
  EXPECT_TRUE(accepted("a e^1 + b e^1.5", [](double e) { return e * (1 + 10 * std::sqrt(e / 0.003125)); }));
  EXPECT_TRUE(accepted("C e^q (1 + a e)", [](double e) { return e * (1 - e); }));
  EXPECT_TRUE(accepted("C e^q (1 + a e^2)", [](double e) { return e * (1 + 5 * e * e); }));
  EXPECT_TRUE(accepted("C e^q / (1 + a e^1/2)", [](double e) { return e / (1 + 3 * std::sqrt(e)); }));
  EXPECT_TRUE(accepted("C e^q / (1 + a e^q)", [](double e) { return e / (0.01 + e); }));
  EXPECT_TRUE(accepted("d_inf + C e^q", [](double e) { return 0.001 + e; }));
  EXPECT_TRUE(accepted("(d_inf^2 + C^2 e^2q)^1/2", [](double e) { return std::hypot(0.001, e); }));
  EXPECT_TRUE(accepted("C e^q (1 + a e^2)^1/2", [](double e) { return std::hypot(e, 5 * e * e); }));
  EXPECT_TRUE(accepted("a ridge where the density has Gaussian tails, order 1",
                       [](double e) { return e * std::sqrt(1 / (1e-3 + e) - 1 / (1 + e)); }));
  EXPECT_TRUE(accepted("C e^q |log e|^k", [](double e) { return -e * std::log(e); }));
  EXPECT_FALSE(accepted("C e^q", [](double e) { return e * (1 + e); }));
  EXPECT_FALSE(accepted("d_inf + C e^q", [](double e) { return std::hypot(0.001, e); }));
}
