// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/io/progress.h>

#include <gtest/gtest.h>

using namespace gammaflow;

// The time that is left follows from the time that has passed; a line never wraps (a bar that wraps fills the
// screen).
TEST(Progress, BarSaysHowMuchIsLeft)
{
  EXPECT_EQ(Progress::bar(0.25, 10, "case 'a'", 100),
            "[######------------------]  25 %  0:30 left  case 'a'");
  EXPECT_EQ(Progress::bar(0, 3, "x", 100), "[------------------------]   0 %  0:03 passed  x");
  EXPECT_EQ(Progress::bar(1, 3661, "x", 100), "[########################] 100 %  1:01:01 passed  x");
  EXPECT_EQ(Progress::bar(0.5, 10, std::string(200, 'x'), 79).size(), 79u);
  EXPECT_EQ(Progress::clock(59.6), "1:00");
  EXPECT_EQ(Progress::clock(-1), "0:00");
}

// No bar and no colours where nobody watches: in a log, a pipe, a test.
TEST(Progress, PlainLinesInALog)
{
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  {
    Progress progress(false);
    progress.log("a line");
    progress.update(0.5, "half");
  }
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "a line\n");
  EXPECT_EQ(testing::internal::GetCapturedStderr().find('\r'), std::string::npos);
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  {
    Progress progress(true);
    progress.log("a line");
    progress.update(0.5, "half");
  }
  EXPECT_EQ(testing::internal::GetCapturedStdout() + testing::internal::GetCapturedStderr(), "");
}
