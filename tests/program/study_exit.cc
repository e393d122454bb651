// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/program/study_exit.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace gammaflow;
using Json = nlohmann::json;

namespace
{
Json of_case(const std::string &verdict, const std::string &expected)
{
  return {{"verdict", verdict}, {"expected", expected}, {"as_expected", verdict == expected}};
}

ExitCode code(const std::vector<Json> &cases, bool complete = true)
{
  return exit_code_of({{"complete", complete}, {"cases", cases}});
}
}  // namespace

// Exit code 1 says that what is expected is refuted, and nothing else.
TEST(StudyExit, OneIsRefutedAndNothingElse)
{
  const Json confirmed = of_case("confirmed", "confirmed"), expected = of_case("refuted", "refuted"),
             refuted = of_case("refuted", "confirmed"), reverse = of_case("confirmed", "refuted"),
             open = of_case("not established", "confirmed"), other = of_case("not established", "refuted");
  EXPECT_EQ(code({confirmed, expected}), exit_done);
  EXPECT_EQ(code({confirmed, refuted}), exit_refuted);
  EXPECT_EQ(code({confirmed, reverse}), exit_refuted);
  EXPECT_EQ(code({confirmed, open}), exit_numerical_failure);
  EXPECT_EQ(code({other}), exit_numerical_failure);
  EXPECT_EQ(code({open, refuted}), exit_refuted);
  EXPECT_EQ(code({confirmed}, false), exit_numerical_failure);
  EXPECT_EQ(code({refuted}, false), exit_numerical_failure);
}
