// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/claims/dissipation_in_time.h>
#include <gammaflow/study/points/parts_over_time.h>

#include <gtest/gtest.h>

#include <cmath>
#include <string>

using namespace gammaflow;
using Json = nlohmann::json;

namespace
{
const std::vector<double> times = {0, 0.5, 1};

CasePlan ridge_plan()
{
  Parameters p;
  p.assign_all("geometry/name = KRR Fisher-Rao; kernel/name = intrinsic Matern; sweep/parameter = ridge",
               "test");
  return plan_cases(p).at(0);
}

/// Integrals t + gap(e, t) against t; the parts of R = 1 + penalty(e, t).
template <class Gap, class Penalty>
Json in_time(const Gap &gap, const Penalty &penalty)
{
  std::vector<PointRecord> points;
  for (int i = 0; i < 6; ++i) {
    const double e = 0.1 / (1 << i);
    PointRecord point;
    point.step.parameter = e;
    point.times = times;
    auto &flow = point.flow.numbers, &limit = point.limit.numbers;
    for (const double t : times) {
      for (const std::string name : {"primal", "dual"}) {
        flow[name + "_dissipated"].push_back(t + gap(e, t));
        flow[name + "_dissipated_delta"].push_back(1e-8);
        flow[name + "_rate_delta"].push_back(1e-8);
        limit[name + "_dissipated"].push_back(t);
        limit[name + "_rate_delta"].push_back(1e-8);
      }
      limit["primal_rate"].push_back(1);
      flow["fit_rate"].push_back(1 - e);
      flow["penalty_rate"].push_back(penalty(e, t));
      flow["fit_rate_delta"].push_back(1e-8);
      flow["penalty_rate_delta"].push_back(1e-8);
    }
    points.push_back(point);
  }
  return dissipation_in_time(ridge_plan(), points);
}
}  // namespace

// A dissipation that converges elsewhere until a time, and catches up later, must be refuted there and not at
// the end; one that is within its bars of nothing must not be confirmed.
TEST(DissipationInTime, RefutesTheTimeAtWhichItDoesNotConverge)
{
  const auto vanishing = [](double e, double) { return e; };
  const Json right = in_time([](double e, double t) { return e * t; }, vanishing);
  EXPECT_EQ(right["verdict"], "confirmed") << right["sentence"];
  const Json wrong = in_time([](double e, double t) { return e * t + 0.2 * (1 - t); }, vanishing);
  EXPECT_EQ(wrong["primal"]["limit_verdicts"], Json({"refuted", "confirmed"})) << wrong["sentence"];
  EXPECT_EQ(wrong["verdict"], "refuted");
  const Json noisy = in_time([](double, double) { return 1e-9; }, vanishing);
  EXPECT_NE(noisy["primal"]["verdict"], "confirmed") << noisy["sentence"];
}

// A penalty that does not vanish must be refuted.
TEST(DissipationInTime, RefutesAPenaltyThatStays)
{
  const auto gap = [](double e, double t) { return e * t; };
  const Json stays = in_time(gap, [](double e, double) { return 0.1 + e; });
  EXPECT_EQ(stays["penalty"]["verdict"], "refuted") << stays["sentence"];
  EXPECT_EQ(stays["fit"]["verdict"], "confirmed");
}

// Parts without a factor 1/2 do not sum up to R.
TEST(PrimalParts, ThatDoNotSumUpAreRejected)
{
  EXPECT_NO_THROW(check_parts({0.7, 0.3}, 1, 1e-10, 0));
  EXPECT_THROW(check_parts({0.7, 0.6}, 1, 1e-10, 0), NumericalFailure);
  EXPECT_THROW(check_parts({0.7, -0.3}, 1, 1e-10, 0), NumericalFailure);
}
