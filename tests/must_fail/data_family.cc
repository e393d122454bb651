// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/claims/worst_datum.h>

#include <gtest/gtest.h>

using namespace gammaflow;
using Json = nlohmann::json;

namespace
{
Json of(const std::string &name, const std::string &verdict, double distance)
{
  return {{"name", name},
          {"verdict", verdict},
          {"expected", "confirmed"},
          {"as_expected", verdict == "confirmed"},
          {"distance", "L2"},
          {"sweep", {{"values", {0.2, 0.1}}}},
          {"points", Json::array({{{"parameter", 0.1}, {"distances", {{"L2", {{"value", distance}}}}}}})}};
}
}  // namespace

// The mean over the data, or the last of them, would hide one that is refuted; the largest distance alone
// would, too.
TEST(MustFail, ARefutedDatumAmongConfirmedOnes)
{
  const Json worst = worst_data(
      {{"s", "a"}, {"s", "b"}, {"s", "c"}},
      {of("s, a", "confirmed", 0.5), of("s, b", "refuted", 0.1), of("s, c", "not established", 0.9)});
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
  const Json worst = worst_data({{"s", "a"}, {"s", "b"}, {"t", "a"}, {"t", "b"}},
                                {of("s, a", "confirmed", 0.1), of("s, b", "confirmed", 0.3),
                                 of("t, a", "confirmed", 0.2), of("t, b", "confirmed", 0.1)});
  ASSERT_EQ(worst.size(), 2u);
  EXPECT_EQ(worst[0]["worst"], "b");
  EXPECT_EQ(worst[1]["worst"], "a");
}

// A datum whose last point could not be computed has no distance there: the one before it, at a larger
// parameter where all distances are larger or, as here, by chance smaller, says nothing.
TEST(MustFail, ADistanceBeforeTheLastParameter)
{
  Json missing = of("s, a", "confirmed", 0.1);
  missing["points"][0]["parameter"] = 0.2;
  const Json worst = worst_data({{"s", "a"}, {"s", "b"}}, {missing, of("s, b", "confirmed", 0.3)});
  ASSERT_EQ(worst.size(), 1u);
  EXPECT_TRUE(worst[0]["data"][0]["distance"].is_null());
  EXPECT_EQ(worst[0]["worst"], "a");
  EXPECT_NE(worst[0]["sentence"].get<std::string>().find("no distance could be computed"), std::string::npos);
}

// "A" with "x, y" and "A, x" with "y": whose case it is cannot be read from its name.
TEST(MustFail, CasesAndDataFromTheirJoinedNames)
{
  const Json worst = worst_data({{"A", "x, y"}, {"A, x", "z"}},
                                {of("A, x, y", "confirmed", 0.1), of("A, x, z", "confirmed", 0.3)});
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
  Json refuted = of("a", "refuted", 1);
  const Json open = of("b", "not established", 1), good = of("c", "confirmed", 1);
  EXPECT_GT(weight_in_study(refuted), weight_in_study(open));
  EXPECT_GT(weight_in_study(open), weight_in_study(good));
  refuted["expected"] = "refuted";
  EXPECT_LT(weight_in_study(refuted), weight_in_study(open));
  EXPECT_GT(weight_in_study(refuted), weight_in_study(good));
}
