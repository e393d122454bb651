// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/probes/probe_verdict_coverage.h>

#include <gtest/gtest.h>

using namespace gammaflow;

// How often a probe says something false about gaps D_e(w_e) - D(w) whose limit is known, with values
// displaced within their error bars; and how often a broken bound is found. Would catch a judge that refutes
// what is slow, and one that never refutes.
TEST(ProbeVerdictRates, VerdictsAreAsOftenRightAsRequired)
{
  for (const VerdictRow &row : probe_verdict_coverage(400))
    EXPECT_TRUE(row.kept(2)) << row.statement << ", " << row.name << ": confirmed " << row.rates.confirmed
                             << ", refuted " << row.rates.refuted << " of " << row.rates.all();
}
