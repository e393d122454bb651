#include <gammaflow/study/claims.h>

#include <gtest/gtest.h>

#include <cmath>

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

/// Points as a study records them: a distance d(e) with its delta, energies and dissipations like it.
Json points_with(const std::function<double(double)> &distance, double relative_delta,
                 double residual = 1e-10)
{
  Json points = Json::array();
  for (int i = 0; i < 6; ++i) {
    const double e = 0.1 / (1 << i), d = distance(e);
    const Json summary{{"value", d}, {"delta", relative_delta * d}};
    points.push_back({{"parameter", e},
                      {"judged_distance", "Hellinger"},
                      {"distances", {{"Hellinger", summary}}},
                      {"energy", summary},
                      {"primal_dissipation", summary},
                      {"dual_dissipation", summary},
                      {"edb_residual", {{"value", residual}, {"bound", 1e-8}}}});
  }
  return points;
}
std::string verdict(const Json &claims, std::size_t i)
{
  return claims.at(i)["verdict"];
}
}  // namespace

// Distances of the predicted order confirm all claims.
TEST(Claims, PredictedOrderIsConfirmed)
{
  const Json claims = judge_claims(plan_with(""), points_with([](double e) { return 3 * e; }, 0.01));
  ASSERT_EQ(claims.size(), 5u);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(verdict(claims, i), "confirmed") << claims[i].dump();
  EXPECT_NEAR(claims[0]["observed_order"], 1, 0.02);
  EXPECT_EQ(overall_verdict(claims), Verdict::confirmed);
}

// Must fail: another order, a limit that is not reached, error bars as large as the distances, a broken
// balance.
TEST(Claims, MustFailTwins)
{
  const Json half = judge_claims(plan_with(""), points_with([](double e) { return std::sqrt(e); }, 0.01));
  EXPECT_EQ(verdict(half, 0), "refuted");
  const Json away = judge_claims(plan_with(""), points_with([](double e) { return 0.3 + e; }, 0.01));
  EXPECT_EQ(verdict(away, 0), "refuted");
  EXPECT_FALSE(away[0]["limit_supported"]);
  EXPECT_NEAR(away[0]["limit_value"], 0.3, 0.02);
  const Json blurred = judge_claims(plan_with(""), points_with([](double e) { return e; }, 0.5));
  EXPECT_EQ(verdict(blurred, 0), "not established");
  const Json leak = judge_claims(plan_with(""), points_with([](double e) { return e; }, 0.01, 1e-3));
  EXPECT_EQ(verdict(leak, 4), "refuted");
  EXPECT_EQ(overall_verdict(leak), Verdict::refuted);
  const Json not_a_number =
      judge_claims(plan_with(""), points_with([](double e) { return e; }, 0.01, std::nan("")));
  EXPECT_EQ(verdict(not_a_number, 4), "refuted");
}

TEST(Claims, EqualityOfTwoFlows)
{
  const auto plan = plan_with(
      "limit/mode = equality; limit/tolerance = 1e-6; sweep/parameter = none; limit/geometry = Fisher-Rao");
  EXPECT_EQ(verdict(judge_claims(plan, points_with([](double) { return 1e-9; }, 0.1)), 0), "confirmed");
  EXPECT_EQ(verdict(judge_claims(plan, points_with([](double) { return 1e-3; }, 0.1)), 0), "refuted");
  EXPECT_EQ(verdict(judge_claims(plan, points_with([](double) { return 1e-7; }, 30)), 0), "not established");
}
