// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/plan/case_plan.h>
#include <gammaflow/study/plan/comparison_times.h>
#include <gammaflow/time/evolve/evolve.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

using namespace gammaflow;

namespace
{
std::vector<double> times_of(const std::string &settings)
{
  Parameters p;
  p.assign_all(
      "geometry/name = KRR Fisher-Rao; kernel/name = intrinsic Matern; sweep/parameter = ridge;" + settings,
      "test");
  return evolve_options(plan_cases(p).at(0).flow).output_times;
}
}  // namespace

// Flows are compared between their outputs, most at the start: the outputs stay, bit by bit, and there are
// times in between, however few outputs there are.
TEST(ComparisonTimes, OutputsAndTimesBetween)
{
  const auto one = times_of("time/end = 40; time/outputs = 1");
  EXPECT_EQ(one.front(), 0);
  EXPECT_EQ(one.back(), 40);
  EXPECT_LE(one[1], 40. / 32);
  EXPECT_GE(one.size(), 9u);
  EXPECT_TRUE(std::is_sorted(one.begin(), one.end()));
  EXPECT_EQ(std::adjacent_find(one.begin(), one.end()), one.end());

  const auto ten = times_of("time/end = 2; time/outputs = 10");
  for (int i = 0; i <= 10; ++i)
    EXPECT_EQ(std::count(ten.begin(), ten.end(), i == 10 ? 2. : 2. * i / 10), 1) << i;
  for (int i = 1; i <= 10; ++i)
    EXPECT_TRUE(std::any_of(ten.begin(), ten.end(), [&](double t) {
      return t > 0.2 * i - 0.19 && t < 0.2 * i - 0.01;
    })) << i;
}

// Would catch: times between outputs that all have the same place in their interval, where a source with the
// period of the outputs hides.
TEST(ComparisonTimes, NoPeriodHides)
{
  const auto times = times_of("time/end = 10; time/outputs = 10");
  std::vector<double> phases;
  for (const double t : times)
    if (t > 1 && t != std::floor(t)) phases.push_back(t - std::floor(t));
  ASSERT_EQ(phases.size(), 9u);
  std::sort(phases.begin(), phases.end());
  EXPECT_GT(phases.back() - phases.front(), 0.2);
}

TEST(ComparisonTimes, AsAskedFor)
{
  EXPECT_EQ(times_of("time/outputs = 10; accuracy/between outputs = 0").size(), 11u);
  EXPECT_GE(times_of("time/outputs = 2; accuracy/between outputs = 6").size(), 15u);
  EXPECT_EQ(times_of("time/outputs = 50").size(), 51u);
  EXPECT_THROW(times_of("accuracy/between outputs = -1"), InputError);
  EXPECT_THROW(times_of("accuracy/between outputs = many"), InputError);
}
