// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/claims/use_of_conditions.h>

#include <gtest/gtest.h>

#include "tests/conditions/setting.h"

using namespace gammaflow;
using gammaflow::testing::conditions::plan_with;

namespace
{
LimitStatement limit_statement(const std::string &verdict)
{
  LimitStatement limit;
  limit.verdict = verdict_from(verdict);
  return limit;
}

OrderStatement order_statement(const std::string &verdict, double low = 0.9, double high = 1)
{
  OrderStatement order;
  order.verdict = verdict_from(verdict);
  order.sentence = "Observed.";
  order.known = true;
  order.low = low;
  order.high = high;
  return order;
}

ConditionResult found(Holds holds, const std::map<std::string, double> &alternative = {})
{
  ConditionResult c;
  c.name = "force level at walls";
  c.holds = holds;
  c.sentence = "The force has a slope.";
  c.alternative = alternative;
  return c;
}

struct Verdicts {
  std::string limit, order, sentence;
};

Verdicts after(const std::string &verdict, const std::vector<ConditionResult> &conditions,
               const std::string &settings = "", double predicted = 1, double low = 0.9, double high = 1,
               const std::string &quantity = "Hellinger")
{
  LimitStatement limit = limit_statement(verdict);
  OrderStatement order = order_statement(verdict, low, high);
  use_conditions(plan_with(settings), conditions, quantity, predicted, limit, order);
  return {to_string(limit.verdict), to_string(order.verdict), order.sentence};
}

const std::map<std::string, double> layer = {{"Hellinger", 0.75}, {"L1", 1}, {"energies", 1}};
}  // namespace

// Where no other order is known for the quantity, that is said, with what was observed.
TEST(UseOfConditions, NoPredictionIsSaid)
{
  const auto none = after("refuted", {found(Holds::no, layer)}, "", 1, 0.3, 0.4, "W1");
  EXPECT_EQ(none.order, "not established");
  for (const std::string words : {"No other order of the W1 distance is predicted", "0.3 to 0.4"})
    EXPECT_NE(none.sentence.find(words), std::string::npos) << none.sentence;
}

// What models say of smaller parameters is not what is observed: it is not said, and refutes no named order.
// Must fail: the same interval where the range shows it.
TEST(UseOfConditions, WhatTheRangeDoesNotShowIsNotObserved)
{
  for (const bool shown : {false, true}) {
    LimitStatement limit = limit_statement("not established");
    OrderStatement order = order_statement("not established", 0.7, 0.8);
    order.shown = shown;
    const std::vector<ConditionResult> conditions = {found(Holds::no, layer)};
    use_conditions(plan_with(""), conditions, "Hellinger", 1, limit, order);
    EXPECT_EQ(order.sentence.find("agrees with it") != std::string::npos, shown) << order.sentence;
    order = order_statement("not established", 0.7, 0.8);
    order.shown = shown;
    use_conditions(plan_with("limit/order = 1.5"), conditions, "Hellinger", 1.5, limit, order);
    EXPECT_EQ(order.verdict, shown ? Verdict::refuted : Verdict::not_established);
    OrderStatement weak = order_statement("not established", 0.9, 1);
    weak.shown = shown;
    use_conditions(plan_with(""), conditions, "W1", 1, limit, weak);
    EXPECT_EQ(weak.sentence.find("the observed one is") != std::string::npos, shown);
  }
}

// The declared limit is not refuted where its conditions fail, whoever named the order, and also where the
// order that is predicted then is the same.
TEST(UseOfConditions, TheLimitIsSparedWhoeverNamedTheOrder)
{
  for (const std::string settings : {"", "limit/order = 1"})
    for (const double predicted : {1., 0.75}) {
      EXPECT_EQ(after("refuted", {found(Holds::no, layer)}, settings, predicted).limit, "not established");
      EXPECT_EQ(after("confirmed", {found(Holds::no, layer)}, settings, predicted).limit, "confirmed");
      EXPECT_EQ(after("refuted", {found(Holds::yes)}, settings, predicted).limit, "refuted");
    }
}

// Must not change what is right: conditions that hold.
TEST(UseOfConditions, NothingWhereAllHold)
{
  for (const std::string verdict : {"confirmed", "refuted", "not established"}) {
    const auto same = after(verdict, {found(Holds::yes)});
    EXPECT_EQ(same.order, verdict);
    EXPECT_EQ(same.limit, verdict);
    EXPECT_EQ(same.sentence, "Observed.");
  }
}

TEST(UseOfConditions, AFailedOneLeavesNothingEstablished)
{
  for (const std::string verdict : {"confirmed", "refuted"}) {
    const auto none = after(verdict, {found(Holds::yes), found(Holds::no, layer)});
    EXPECT_EQ(none.order, "not established");
    EXPECT_EQ(none.limit, verdict == "refuted" ? "not established" : verdict);
    EXPECT_NE(none.sentence.find("The force has a slope."), std::string::npos);
    EXPECT_NE(none.sentence.find("order 0.75 is predicted"), std::string::npos);
    EXPECT_NE(none.sentence.find("Observed."), std::string::npos);
  }
  EXPECT_NE(after("refuted", {found(Holds::no, layer)}, "", 1, 0.72, 0.8).sentence.find("agrees with it"),
            std::string::npos);
  EXPECT_NE(after("confirmed", {found(Holds::no, layer)}, "", 1, 0.92, 0.96).sentence.find("lies above it"),
            std::string::npos);
}

// The layer does not change the order of integrals: their claim stands.
TEST(UseOfConditions, QuantitiesThatDoNotSuffer)
{
  EXPECT_EQ(after("confirmed", {found(Holds::no, layer)}, "", 1, 0.9, 1, "energies").order, "confirmed");
  // but another condition without an order of its own does
  EXPECT_EQ(after("confirmed", {found(Holds::no, layer), found(Holds::no)}, "", 1, 0.9, 1, "energies").order,
            "not established");
  // and a distance that nothing is known about
  EXPECT_EQ(after("confirmed", {found(Holds::no, layer)}, "", 1, 0.9, 1, "MMD").order, "not established");
}

TEST(UseOfConditions, UndecidedOnesDoNotRefute)
{
  EXPECT_EQ(after("refuted", {found(Holds::undecided)}).order, "not established");
  EXPECT_EQ(after("confirmed", {found(Holds::undecided)}).order, "confirmed");
}

// What the study names is its own claim.
TEST(UseOfConditions, NamedOrders)
{
  EXPECT_EQ(after("refuted", {found(Holds::no, layer)}, "limit/order = 1").order, "refuted");
  EXPECT_EQ(after("confirmed", {found(Holds::no, layer)}, "limit/order = 1").order, "not established");
  EXPECT_EQ(after("confirmed", {found(Holds::no, layer)}, "limit/order = 0.75", 0.75, 0.7, 0.8).order,
            "confirmed");
  EXPECT_EQ(after("confirmed", {found(Holds::no)}, "limit/order = 0.5", 0.5, 0.4, 0.6).order,
            "not established");
}
