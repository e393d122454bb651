// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/program/scratch_directory.h>
#include <gammaflow/study/study.h>

#include <gtest/gtest.h>

using namespace gammaflow;

// Progress is that of the whole study, from which the time that is left follows: it begins at zero, goes on
// to 1 over points, probes, searches and recovery sequences, and what goes on is said. Would catch a study
// whose bar is full while its probes are measured, or that begins anew with them.
TEST(ProgressOfStudies, ProbesAreAPartOfTheWhole)
{
  Parameters p;
  p.assign_all(
      "domain/cells = 4; domain/degree = 4; geometry/name = KRR Fisher-Rao; kernel/name = intrinsic Matern; "
      "kernel/smoothness = 1; kernel/bandwidth = 0.2; initial state/formula = 1 + 0.2*cos(pi*x); "
      "target/formula = 1; time/end = 0.2; time/outputs = 1; time/tolerance = 1e-6; sweep/parameter = ridge; "
      "sweep/values = 0.1, 0.05, 0.025; accuracy/distances = L2; probes/points = 3; probes/search = 3; "
      "probe 1/curve = linear interpolation; probe 2/curve = oscillation",
      "test");
  const ScratchDirectory scratch("progress");
  double last = 0, at_first_probe = 2, at_last_probe = 0;
  unsigned back = 0;
  StudyMonitor monitor;
  monitor.log = [](const std::string &) {};
  monitor.progress = [&](double fraction, const std::string &what) {
    if (fraction < last - 1e-12) ++back;
    last = fraction;
    if (what.find("linear interpolation") == std::string::npos &&
        what.find("oscillation") == std::string::npos)
      return;
    at_first_probe = std::min(at_first_probe, fraction);
    at_last_probe = std::max(at_last_probe, fraction);
  };
  run_study(p, scratch.path() + "/study", monitor);
  EXPECT_EQ(back, 0u);
  EXPECT_LE(last, 1 + 1e-12);
  EXPECT_LT(at_first_probe, 0.7);
  EXPECT_GT(at_last_probe, 0.95);
}
