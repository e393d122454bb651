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
          {"points", Json::array({{{"distances", {{"L2", {{"value", distance}}}}}}})}};
}
const std::vector<Datum> family = {{"a", ""}, {"b", ""}, {"c", ""}};
}  // namespace

// The mean over the data, or the last of them, would hide one that is refuted; the largest distance alone
// would, too.
TEST(MustFail, ARefutedDatumAmongConfirmedOnes)
{
  const Json worst = worst_data(
      family, {of("s, a", "confirmed", 0.5), of("s, b", "refuted", 0.1), of("s, c", "not established", 0.9)});
  ASSERT_EQ(worst.size(), 1u);
  EXPECT_EQ(worst[0]["worst"], "b");
  EXPECT_EQ(worst[0]["verdict"], "refuted");
  EXPECT_FALSE(worst[0]["as_expected"].get<bool>());
}

// Among those with one verdict the largest distance counts, and each case has its own.
TEST(MustFail, TheSmallestDistanceIsNotTheWorst)
{
  const Json worst = worst_data(family, {of("s, a", "confirmed", 0.1), of("s, b", "confirmed", 0.3),
                                         of("t, a", "confirmed", 0.2), of("t, b", "confirmed", 0.1)});
  ASSERT_EQ(worst.size(), 2u);
  EXPECT_EQ(worst[0]["worst"], "b");
  EXPECT_EQ(worst[1]["worst"], "a");
}
