// SPDX-License-Identifier: LGPL-2.1-or-later
// A small part of `gammaflow coverage bars`: flows with closed forms from random data.
#include <gammaflow/base/errors.h>
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/coverage/random_coverage.h>
#include <gammaflow/study/references/error_budget.h>

#include <gtest/gtest.h>

#include <cmath>
#include <iostream>
#include <set>

using namespace gammaflow;

// The same seed gives the same data, of every kind, in 1D and 2D, and of flows without a closed form.
TEST(RandomCoverage, CasesAreSeeded)
{
  const auto one = random_cases(5, 1), again = random_cases(5, 1), other = random_cases(6, 1);
  ASSERT_EQ(one.size(), again.size());
  std::set<std::string> kinds, flows;
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].settings, again[i].settings);
    kinds.insert(one[i].kind + std::to_string(one[i].dim));
    flows.insert(one[i].flow);
  }
  EXPECT_NE(one.front().settings, other.front().settings);
  EXPECT_EQ(kinds.size(), 15u);
  EXPECT_EQ(flows.size(), 14u);
}

// In 1D, two flows, every kind of data. Must fail: bars a tenth as large.
TEST(RandomCoverage, BarsCover)
{
  std::vector<RandomResult> results;
  for (RandomCase one : random_cases(5, 1)) {
    const bool chosen = one.flow == "Fisher-Rao, KL" || one.flow == "L2, Dirichlet" || !one.other.empty();
    if (one.in_time() || one.dim != 1 || !chosen || one.tolerance < 1e-3) continue;
    one.settings += "; reference/seconds = 10";
    results.push_back(coverage_of(one));
  }
  for (const auto &result : results)
    for (const auto &bar : result.bars)
      if (!bar.covered())
        std::cout << "  not covered: " << result.data.kind << ", " << result.data.flow << ", " << bar.norm
                  << " at t = " << bar.time << ": error " << bar.error << ", bar " << bar.bar << "\n";
  auto all = bars_of(results, "", "");
  const auto smooth = bars_of(results, "smooth", "");
  std::cout << "  " << summary_of(all).covered << " of " << summary_of(all).cases
            << ", bar / error of smooth data " << summary_of(smooth).median_excess << "\n";
  EXPECT_GE(summary_of(all).share(), 0.95);
  for (auto &bar : all) bar.bar /= 10;
  EXPECT_LT(summary_of(all).share(), 0.95);
}

// A density with a kink has another mass on each mesh, and bars in the weak norms all the same, which cover.
// Must fail: the distance of the states as they are is refused.
TEST(RandomCoverage, WeakNormsOfKinks)
{
  RandomCase one;
  one.kind = "kink";
  one.finer = 3;
  one.tolerance = 1e-3;
  one.settings =
      "domain/cells = 4; domain/degree = 2; initial state/formula = 1 + abs(x - 0.4321); energy/name = KL; "
      "geometry/name = Wasserstein; target/formula = 1; time/end = 0.02; time/outputs = 2; "
      "reference/norms = H-1, W1, W2; reference/seconds = 10";
  const RandomResult result = coverage_of(one);
  EXPECT_EQ(result.bars.size(), 6u);
  for (const CoverageCase &bar : result.bars) EXPECT_TRUE(bar.covered()) << bar.norm << " " << bar.time;

  Parameters p;
  p.assign_all(one.settings, "test");
  const auto coarse = make_space(p, 2), fine = make_space(p, 3);
  const auto formula = [](const Point &x) { return 1 + std::abs(x[0] - 0.4321); };
  const Vector u = fine->sample(formula), v = carried(coarse->sample(formula), *coarse, *fine);
  for (const char *name : {"H-1", "W1", "W2"}) {
    const auto distance = Registry<Distance>::make(name, {fine, nullptr});
    EXPECT_THROW(distance->between(u, v), NumericalFailure) << name;
    EXPECT_GT(distance->between(u, with_mass_of(u, v, *fine)), 0) << name;
  }
}
