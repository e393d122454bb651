// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/program/failed_point.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace gammaflow;
using Json = nlohmann::json;

// A point of a map is none of the sweep: its first parameter, a bandwidth, would be called a ridge.
TEST(FailedPoint, OfTheSweepOrOfTheMap)
{
  const auto of = [](const std::string &parameter) {
    return Json{{"name", "c"}, {"sweep", {{"parameter", parameter}}}};
  };
  Json point{{"parameter", 0.2}, {"bandwidth", 0.2}, {"ridge", 0.01}};
  EXPECT_EQ(place_of_failure(of("ridge"), point), "case 'c', ridge 0.2");
  EXPECT_EQ(place_of_failure(of("none"), point), "case 'c'");
  point["map"] = "Fisher-Rao";
  EXPECT_EQ(place_of_failure(of("ridge"), point), "case 'c', map to Fisher-Rao, bandwidth 0.2, ridge 0.01");
}
