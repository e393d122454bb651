// SPDX-License-Identifier: LGPL-2.1-or-later
// Error bars of flows without closed forms: kernel flows of velocities, of conserving geometries, of kernel
// energies, from random data; their states, and their distances to their limits.
#include <gammaflow/study/coverage/kernel_cases.h>

#include <gtest/gtest.h>

#include <iostream>

using namespace gammaflow;

namespace
{
std::vector<RandomResult> results()
{
  std::vector<RandomResult> all;
  for (const RandomCase &one : kernel_cases(7, 1)) all.push_back({one, bars_against_finer(one)});
  return all;
}

void say_what_is_not_covered(const std::vector<CoverageCase> &bars)
{
  for (const auto &bar : bars)
    if (!bar.covered())
      std::cout << "  not covered: " << bar.closed_form << ", " << bar.norm << " at t = " << bar.time
                << ": error " << bar.error << ", bar " << bar.bar << "\n";
}
}  // namespace

// Bars that are too small: of spaces with fields at other points, of implicit and explicit steps, of energies
// that see a kernel; of distances to limits. Must fail: bars of references a tenth as large, those of
// distances left out.
TEST(TransportCoverage, BarsCoverTheErrors)
{
  const std::vector<RandomResult> all = results();
  std::vector<CoverageCase> references = bars_of(all, "", "", BarsOf::references),
                            studies = bars_of(all, "", "", BarsOf::studies);
  say_what_is_not_covered(references);
  say_what_is_not_covered(studies);
  EXPECT_TRUE(summary_of(references).kept()) << summary_of(references).median_excess;
  EXPECT_EQ(summary_of(references).not_reached, 0u);
  EXPECT_GE(summary_of(studies).share(), 0.95);
  EXPECT_EQ(studies.size(), 76u);
  for (auto &bar : references) bar.bar /= 10;
  for (auto &bar : studies) bar.bar = 0;
  EXPECT_LT(summary_of(references).share(), 0.95);
  EXPECT_LT(summary_of(studies).share(), 0.95);
}
