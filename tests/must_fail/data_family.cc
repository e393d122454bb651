// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/claims/worst_datum.h>

#include <gtest/gtest.h>

using namespace gammaflow;
using Json = nlohmann::json;

namespace
{
CaseOutcome of(const std::string &of_case, const std::string &datum, Verdict verdict, double distance)
{
  return {of_case, datum, verdict, Verdict::confirmed, distance};
}
constexpr auto confirmed = Verdict::confirmed, refuted = Verdict::refuted,
               not_established = Verdict::not_established;
}  // namespace

// The mean over the data, or the last of them, would hide one that is refuted; the largest distance alone
// would, too.
TEST(MustFail, ARefutedDatumAmongConfirmedOnes)
{
  const Json worst = worst_data(
      {of("s", "a", confirmed, 0.5), of("s", "b", refuted, 0.1), of("s", "c", not_established, 0.9)});
  ASSERT_EQ(worst.size(), 1u);
  EXPECT_EQ(worst[0]["worst"], "b");
  EXPECT_EQ(worst[0]["verdict"], "refuted");
  EXPECT_FALSE(worst[0]["as_expected"].get<bool>());
  EXPECT_NE(worst[0]["why"].get<std::string>().find("Its verdict is further from the expected one"),
            std::string::npos);
}

// Among those with one verdict the largest distance counts, and each case has its own.
TEST(MustFail, TheSmallestDistanceIsNotTheWorst)
{
  const Json worst = worst_data({of("s", "a", confirmed, 0.1), of("s", "b", confirmed, 0.3),
                                 of("t", "a", confirmed, 0.2), of("t", "b", confirmed, 0.1)});
  ASSERT_EQ(worst.size(), 2u);
  EXPECT_EQ(worst[0]["worst"], "b");
  EXPECT_EQ(worst[1]["worst"], "a");
}

// A datum whose last point could not be computed has no distance there: the one before it, at a larger
// parameter where all distances are larger or, as here, by chance smaller, says nothing.
TEST(MustFail, ADistanceBeforeTheLastParameter)
{
  Parameters p;
  p.assign_all("geometry/name = KRR Fisher-Rao; kernel/name = intrinsic Matern; sweep/parameter = ridge",
               "test");
  CasePlan plan = plan_cases(p).at(0);
  plan.of_case = "s";
  plan.datum = "a";
  PointRecord point;
  point.index = plan.steps.size() - 2;
  point.judged_distance = "L2";
  point.distances["L2"].value = 0.1;
  const CaseOutcome missing = outcome_of(plan, confirmed, {point});
  point.index = plan.steps.size() - 1;
  EXPECT_EQ(outcome_of(plan, confirmed, {point}).last_distance, 0.1);
  const Json worst = worst_data({missing, of("s", "b", confirmed, 0.3)});
  ASSERT_EQ(worst.size(), 1u);
  EXPECT_TRUE(worst[0]["data"][0]["distance"].is_null());
  EXPECT_EQ(worst[0]["worst"], "a");
  EXPECT_NE(worst[0]["sentence"].get<std::string>().find("no distance could be computed"), std::string::npos);
}

// "A" with "x, y" and "A, x" with "y": whose case it is cannot be read from its name.
TEST(MustFail, CasesAndDataFromTheirJoinedNames)
{
  const Json worst = worst_data({of("A", "x, y", confirmed, 0.1), of("A, x", "z", confirmed, 0.3)});
  ASSERT_EQ(worst.size(), 2u);
  EXPECT_EQ(worst[0]["case"], "A");
  EXPECT_EQ(worst[0]["data"].size(), 1u);
  EXPECT_EQ(worst[1]["case"], "A, x");
  EXPECT_EQ(worst[1]["worst"], "z");
}

// A counterexample among the data is not hidden behind one that is not established: the study and the family
// say the same. A refutation that is expected is no counterexample.
TEST(MustFail, ARefutedDatumBehindOneThatIsNotEstablished)
{
  CaseOutcome counterexample = of("s", "a", refuted, 1);
  const CaseOutcome open = of("s", "b", not_established, 1), good = of("s", "c", confirmed, 1);
  EXPECT_GT(weight_in_study(counterexample), weight_in_study(open));
  EXPECT_GT(weight_in_study(open), weight_in_study(good));
  counterexample.expected = refuted;
  EXPECT_LT(weight_in_study(counterexample), weight_in_study(open));
  EXPECT_GT(weight_in_study(counterexample), weight_in_study(good));
}
