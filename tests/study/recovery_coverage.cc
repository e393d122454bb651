// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/probes/probe_coverage.h>

#include <gtest/gtest.h>

using namespace gammaflow;

// Would catch a claim 5 that is confirmed for sequences whose functional or whose curve stays away, and one
// that is never confirmed.
TEST(RecoveryCoverage, VerdictsAreAsOftenRightAsRequired)
{
  for (const VerdictRow &row : recovery_coverage(25))
    EXPECT_TRUE(row.kept(3)) << row.name << ": confirmed " << row.rates.confirmed << ", refuted "
                             << row.rates.refuted << " of " << row.rates.all();
}
