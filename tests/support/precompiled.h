// SPDX-License-Identifier: LGPL-2.1-or-later
// What many tests instantiate, once: with the precompiled headers of the tests.
#pragma once

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace precompiled
{
/// Comparing, printing, and building JSON, as tests do.
inline void instantiate_json_checks(const nlohmann::json &a, const nlohmann::json &b)
{
  EXPECT_EQ(a, b);
  EXPECT_EQ(a, "confirmed");
  EXPECT_EQ(a["name"], "refuted");
  EXPECT_EQ(a[0], 1.);
  EXPECT_EQ(a, std::string());
  EXPECT_EQ(std::string(a), "");
  EXPECT_TRUE(a.is_null()) << a.dump(1) << b;
  nlohmann::json list = nlohmann::json::array();
  list.push_back({{"name", 1.}, {"x", "text"}});
  nlohmann::json::parse(list.dump());
}
}  // namespace precompiled
