// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/verdict.h>

#include <gtest/gtest.h>

#include <cmath>
#include <tests/comparison/synthetic.h>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
bool says(const Judgement &judgement, const std::string &words)
{
  return judgement.sentence.find(words) != std::string::npos;
}
}  // namespace

// The words stand in certificates and are read by programs.
TEST(Verdicts, Words)
{
  EXPECT_EQ(to_string(Verdict::confirmed), "confirmed");
  EXPECT_EQ(to_string(Verdict::refuted), "refuted");
  EXPECT_EQ(to_string(Verdict::not_established), "not established");
  EXPECT_EQ(to_string(Verdict::not_applicable), "not applicable");
}

TEST(Verdicts, Equality)
{
  const double nan = std::nan("");
  EXPECT_EQ(judge_equality({{0.1, 1e-9, 1e-10}, {0.2, 2e-9, 1e-10}}, 1e-8).verdict, Verdict::confirmed);
  EXPECT_EQ(judge_equality({{0.1, 1e-9, 1e-10}, {0.2, 2e-8, 1e-10}}, 1e-8).verdict, Verdict::refuted);
  EXPECT_EQ(judge_equality({{0.1, 1e-9, 1e-10}, {0.2, 2e-9, 1e-8}}, 1e-8).verdict, Verdict::not_established);
  EXPECT_EQ(judge_equality({{0.1, 1e-9, 1e-10}, {0.2, nan, 1e-10}}, 1e-8).verdict, Verdict::not_established);
  EXPECT_EQ(judge_equality({{0.1, 1e-9, nan}}, 1e-8).verdict, Verdict::not_established);
  EXPECT_EQ(judge_equality({}, 1e-8).verdict, Verdict::not_established);
  const Judgement j = judge_equality({{0.1, 1e-9, 1e-10}, {0.2, 2e-9, 1e-10}}, 1e-8);
  EXPECT_EQ(j.observed, 2e-9);
  EXPECT_TRUE(says(j, "equal at the output times to the tolerance 1e-08"));
  EXPECT_TRUE(
      says(judge_equality({{0.1, 1e-9, 1e-10}}, 1e-8, "between all steps"), "equal between all steps"));
  // What is not a number decides nothing, although a later point would refute.
  EXPECT_EQ(judge_equality({{0.1, nan, 1e-10}, {0.2, 2e-8, 1e-10}}, 1e-8).verdict, Verdict::not_established);
}
