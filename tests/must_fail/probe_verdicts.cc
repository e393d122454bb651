// SPDX-License-Identifier: LGPL-2.1-or-later
// Wrong judges of claim 4, which the table of its verdicts must not keep.
#include <gammaflow/study/probes/probe_verdict_coverage.h>

#include <gtest/gtest.h>

using namespace gammaflow;

namespace
{
unsigned rows_not_kept(const ProbeJudge &judge)
{
  unsigned n = 0;
  for (const VerdictRow &row : probe_verdict_coverage(200, judge)) n += row.kept(2) ? 0 : 1;
  return n;
}

/// By the last value alone.
ProbeVerdict by_last_value(const std::vector<Gap> &gaps, double, Topology, const std::vector<double> &,
                           const std::string &)
{
  ProbeVerdict verdict;
  const Gap &last = gaps.back();
  verdict.outcome =
      last.upper + 3 * last.delta < 0 ? ProbeVerdict::Outcome::below : ProbeVerdict::Outcome::above;
  return verdict;
}
}  // namespace

// D_e < D at a finite parameter is normal: what refutes by it says false things of slow approaches. What
// never says anything does not find broken bounds.
TEST(ProbeVerdicts, WrongJudgesAreSeen)
{
  EXPECT_EQ(rows_not_kept(judge_probe), 0u);
  EXPECT_GE(rows_not_kept(by_last_value), 4u);
  EXPECT_GE(rows_not_kept([](const std::vector<Gap> &, double, Topology, const std::vector<double> &,
                             const std::string &) { return ProbeVerdict{}; }),
            4u);
}
