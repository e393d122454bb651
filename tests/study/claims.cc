// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/claims/claims.h>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

using namespace gammaflow;
using Json = nlohmann::json;

namespace
{
CasePlan plan_with(const std::string &settings)
{
  Parameters p;
  p.assign_all(
      "geometry/name = KRR Fisher-Rao; kernel/name = intrinsic Matern; sweep/parameter = ridge;" + settings,
      "test");
  return plan_cases(p).at(0);
}

using Points = std::vector<PointRecord>;

/// Points as a study records them: a distance d(e) with its delta, energies and dissipations like it.
Points points_with(const std::function<double(double)> &distance, double relative_delta,
                   double residual = 1e-10)
{
  Points points;
  for (int i = 0; i < 6; ++i) {
    const double e = 0.1 / (1 << i), d = distance(e);
    PointRecord point;
    point.step.parameter = e;
    point.judged_distance = "Hellinger";
    point.distances["Hellinger"] = {d, relative_delta * d};
    point.energy = point.primal_dissipation = point.dual_dissipation = point.distances["Hellinger"];
    point.balance = BalanceResidual{residual, 1e-8};
    points.push_back(point);
  }
  return points;
}

/// As they stand in the certificate.
Json judged(const CasePlan &plan, const Points &points, const CaseEvidence &evidence = {})
{
  Json claims = Json::array();
  for (const Claim &claim : judge_claims(plan, points, evidence)) claims.push_back(claim_json(claim));
  return claims;
}
std::string verdict(const Json &claims, std::size_t i)
{
  return claims.at(i)["verdict"];
}
bool says(const Json &claim, const std::string &words)
{
  return std::string(claim["sentence"]).find(words) != std::string::npos;
}
double linear(double e)
{
  return 3 * e;
}
}  // namespace

// Distances of the predicted order confirm all claims, limit and order, on the range that was computed.
TEST(Claims, PredictedOrderIsConfirmed)
{
  const Points points = points_with(linear, 1e-3);
  const Json claims = judged(plan_with(""), points);
  ASSERT_EQ(claims.size(), 5u);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(verdict(claims, i), "confirmed") << claims[i].dump(1);
  EXPECT_NEAR(claims[0]["observed_order"], 1, 0.02);
  for (const char *statement : {"limit_statement", "order_statement"}) {
    EXPECT_EQ(claims[0][statement]["verdict"], "confirmed");
    EXPECT_EQ(claims[0][statement]["range"][1], 0.1);
    EXPECT_EQ(claims[0][statement]["range"][0], 0.1 / 32);
  }
  EXPECT_TRUE(says(claims[0], "for lambda in [0.003125, 0.1]")) << claims[0]["sentence"];
  EXPECT_EQ(overall_verdict(judge_claims(plan_with(""), points)), Verdict::confirmed);
}

// A geometry declares orders of norms; divergences fall like their square. An order that the study names is
// that of the distance as it is.
TEST(Claims, DivergencesHaveTwiceTheDeclaredOrder)
{
  Points points = points_with([](double e) { return e * e; }, 1e-3);
  for (PointRecord &point : points) {
    point.judged_distance = "KL";
    point.distances = {{"KL", point.distances["Hellinger"]}};
  }
  const auto of = [&](const std::string &settings) {
    return judged(plan_with("limit/distance = KL; " + settings), points).at(0);
  };
  EXPECT_EQ(of("")["predicted_order"], 2);
  EXPECT_EQ(of("")["order_statement"]["verdict"], "confirmed");
  EXPECT_EQ(of("limit/order = 2")["order_statement"]["verdict"], "confirmed");
  EXPECT_EQ(of("limit/order = 1")["order_statement"]["verdict"], "refuted");
}

// Must fail: another order is refuted; error bars as large as the distances establish nothing.
TEST(Claims, MustFailTwins)
{
  const Json half = judged(plan_with(""), points_with([](double e) { return std::sqrt(e); }, 1e-3));
  EXPECT_EQ(verdict(half, 0), "refuted");
  EXPECT_EQ(half[0]["order_statement"]["verdict"], "refuted");
  const Json blurred = judged(plan_with(""), points_with(linear, 0.5));
  EXPECT_EQ(verdict(blurred, 0), "not established");
}

// Would catch: a limit that is refuted because the distances level off, which they also do above the scale of
// the parameter.
TEST(Claims, LevellingOffRefutesNoLimit)
{
  const Json away = judged(plan_with(""), points_with([](double e) { return 0.3 + e; }, 1e-3));
  EXPECT_EQ(away[0]["limit_statement"]["verdict"], "not established");
  EXPECT_TRUE(away[0]["limit_statement"]["levels_off"]);
  EXPECT_TRUE(says(away[0], "may be pre-asymptotic")) << away[0]["sentence"];
}

// Would catch: a value that is not a number and is left out, so that the others confirm.
TEST(Claims, WhatIsNotANumberIsNotLeftOut)
{
  for (const std::size_t at : {0u, 3u, 5u}) {
    Points points = points_with(linear, 1e-3);
    points[at].energy->value = std::nan("");
    points[at].dual_dissipation.reset();
    const Json claims = judged(plan_with(""), points);
    EXPECT_EQ(verdict(claims, 0), "confirmed");
    EXPECT_EQ(verdict(claims, 1), "not established") << at;
    EXPECT_TRUE(says(claims[1], "not a number")) << claims[1]["sentence"];
    EXPECT_NE(verdict(claims, 3), "confirmed") << at;
  }
}

// A balance that does not hold is refuted, and nothing is established about a flow that is none.
TEST(Claims, BrokenBalanceEstablishesNothing)
{
  const Points leaking = points_with(linear, 1e-3, 1e-3);
  const Json leak = judged(plan_with(""), leaking);
  EXPECT_EQ(verdict(leak, 4), "refuted");
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(verdict(leak, i), "not established") << i;
  EXPECT_TRUE(says(leak[0], "balance")) << leak[0]["sentence"];
  EXPECT_EQ(overall_verdict(judge_claims(plan_with(""), leaking)), Verdict::not_established);
  // nor is a wrong order refuted by it
  const Json half = judged(plan_with(""), points_with([](double e) { return std::sqrt(e); }, 1e-3, 1e-3));
  EXPECT_EQ(verdict(half, 0), "not established");
}

// Would catch: a residual that is not a number and is forgotten at the next good point.
TEST(Claims, BalanceThatIsNotANumber)
{
  for (const std::size_t at : {0u, 2u, 5u}) {
    Points points = points_with(linear, 1e-3);
    points[at].balance->value = std::nan("");
    const Json claims = judged(plan_with(""), points);
    EXPECT_EQ(verdict(claims, 4), "refuted") << at;
    EXPECT_TRUE(says(claims[4], "not a number")) << claims[4]["sentence"];
  }
}

// A residual that falls with the time tolerance is an error of the integration, not a broken balance; one
// that stays is.
TEST(Claims, BalanceOfALooseIntegration)
{
  Points points = points_with(linear, 1e-3);
  points[3].balance = BalanceResidual{1e-6, 1e-8, 1e-3, 1e-5};
  EXPECT_EQ(verdict(judged(plan_with(""), points), 4), "not established");
  points[3].balance->looser_value = 1.1e-6;
  EXPECT_EQ(verdict(judged(plan_with(""), points), 4), "refuted");
}

// Would catch: 0/0 in the sentence.
TEST(Claims, BalanceWithoutAnyResidual)
{
  Points points = points_with(linear, 1e-3, 0);
  for (PointRecord &point : points) point.balance->bound = 0;
  const Json claims = judged(plan_with(""), points);
  EXPECT_EQ(verdict(claims, 4), "confirmed");
  EXPECT_TRUE(says(claims[4], "is at most 0 ")) << claims[4]["sentence"];
  EXPECT_FALSE(says(claims[4], "nan")) << claims[4]["sentence"];
}

// Under a condition that does not hold the theory's order is neither refuted nor confirmed; an order that the
// study itself names is judged as it is.
TEST(Claims, ConditionsOfThePrediction)
{
  const Points slow = points_with([](double e) { return std::pow(e, 0.75); }, 1e-3);
  CaseEvidence evidence;
  ConditionResult level;
  level.name = "level at walls";
  level.holds = Holds::no;
  level.sentence = "The force has a slope at the walls.";
  level.alternative = {{"Hellinger", 0.75}};
  evidence.conditions.push_back(level);
  const Json claims = judged(plan_with(""), slow, evidence);
  EXPECT_EQ(verdict(claims, 0), "not established");
  EXPECT_TRUE(says(claims[0], "slope at the walls")) << claims[0]["sentence"];
  EXPECT_TRUE(says(claims[0], "order 0.75")) << claims[0]["sentence"];
  EXPECT_EQ(verdict(judged(plan_with(""), points_with(linear, 1e-3), evidence), 0), "not established");
  EXPECT_EQ(verdict(judged(plan_with("limit/order = 1"), slow, evidence), 0), "refuted");
  evidence.conditions[0].holds = Holds::yes;
  EXPECT_EQ(verdict(judged(plan_with(""), slow, evidence), 0), "refuted");
}

// Energies over time are extrapolated: a limit that hides in the largest difference is seen.
TEST(Claims, EnergiesAreExtrapolatedOverTime)
{
  const auto with_series = [](double hidden) {
    Points points = points_with([](double e) { return e; }, 1e-4);
    for (PointRecord &point : points) {
      const double e = point.step.parameter;
      // at two times: C e at the first, and a limit that stays at the second
      point.flow.numbers["energy"] = {1 + e, 2 + hidden};
      point.limit.numbers["energy"] = {1., 2.};
      point.energy = Summary{std::max(e, hidden), 1e-4 * e};
    }
    return points;
  };
  const auto limit = [&](double hidden) {
    return std::string(judged(plan_with(""), with_series(hidden))[1]["limit_statement"]["verdict"]);
  };
  EXPECT_EQ(limit(0), "confirmed");
  EXPECT_EQ(limit(0.8 * 0.1 / 32), "refuted");
}

TEST(Claims, EqualityOfTwoFlows)
{
  const auto plan = plan_with(
      "limit/mode = equality; limit/tolerance = 1e-6; sweep/parameter = none; limit/geometry = Fisher-Rao");
  EXPECT_EQ(verdict(judged(plan, points_with([](double) { return 1e-9; }, 0.1)), 0), "confirmed");
  EXPECT_EQ(verdict(judged(plan, points_with([](double) { return 1e-3; }, 0.1)), 0), "refuted");
  EXPECT_EQ(verdict(judged(plan, points_with([](double) { return 1e-7; }, 30)), 0), "not established");
}

// A case of which no point could be solved says so.
TEST(Claims, WithoutAnyPoint)
{
  const Claims claims = judge_claims(plan_with(""), {});
  EXPECT_EQ(claims.at(0).verdict, Verdict::not_established);
  EXPECT_EQ(overall_verdict(claims), Verdict::not_established);
}

// One curve along which D_e ends below D refutes the limit, also where the flows themselves are not resolved.
// Must fail: a bound that is not refuted, and a balance that is broken.
TEST(Claims, ARefutedLowerBoundRefutesTheCase)
{
  const auto overall = [](const std::string &solutions, const std::string &bound,
                          const std::string &balance) {
    return overall_verdict({{1, "", verdict_from(solutions), ""},
                            {4, "", verdict_from(bound), ""},
                            {5, "", Verdict::not_established, ""},
                            {6, "", verdict_from(balance), ""}});
  };
  EXPECT_EQ(overall("not established", "refuted", "confirmed"), Verdict::refuted);
  EXPECT_EQ(overall("confirmed", "refuted", "confirmed"), Verdict::refuted);
  EXPECT_EQ(overall("not established", "not established", "confirmed"), Verdict::not_established);
  EXPECT_EQ(overall("confirmed", "not established", "confirmed"), Verdict::confirmed);
  EXPECT_EQ(overall("not established", "refuted", "not established"), Verdict::not_established);
}
