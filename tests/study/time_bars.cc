// SPDX-License-Identifier: LGPL-2.1-or-later
// The part of error bars that is in time: the errors of few, long steps.
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/study/coverage/time_cases.h>
#include <gammaflow/study/plan/comparison_times.h>
#include <gammaflow/study/references/certified_evolution.h>
#include <gammaflow/study/references/evolution_cache.h>
#include <gammaflow/study/references/time_window.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <random>
#include <string>
#include <vector>

using namespace gammaflow;

namespace
{
struct Count {
  unsigned all = 0, covered = 0;
  std::vector<double> excess;  ///< bar over error
};

/// Bars in time of a reference to `tolerance` held against the same flow on the same mesh with much shorter
/// steps.
void count_bars(const std::string &settings, double tolerance, Count &count)
{
  Parameters p;
  p.assign_all("reference/degree = as given; domain/degree = 4; domain/cells = 4; " + settings, "test");
  const CertifiedEvolution run = certified_evolution(p, tolerance);
  EvolutionCache cache(0);
  const auto exact = cache.evolution(run.parameters, {0, 1e-11, 0.05});
  const Trajectory &found = run.evolution();
  for (const NormError &bar : run.errors) {
    const auto n =
        std::size_t(std::find(found.times.begin(), found.times.end(), bar.time) - found.times.begin());
    const auto distance = Registry<Distance>::make(bar.norm, {found.space, nullptr});
    const double error = distance->between(found.states[n], exact->states[n]);
    ++count.all;
    count.covered += error <= bar.in_time.value ? 1 : 0;
    count.excess.push_back(bar.in_time.value / error);
  }
}
}  // namespace

// With few, long steps two computations agree by accident, and their difference says nothing of their errors:
// where it is smaller than any method contracts, it is not taken for convergence. (Of a bar that takes it,
// 5 % did not cover.)
TEST(TimeBars, CoverTheErrorsOfLongSteps)
{
  std::mt19937 random(7);
  Count total;
  for (const FlowInTime &family : flows_in_time()) {
    Count count;
    for (const double tolerance : {3e-2, 1e-2, 1e-3, 1e-4})
      for (int trial = 0; trial < 3; ++trial) {
        std::string settings = family.settings;
        const double parameter = std::uniform_real_distribution<>(family.lowest, family.highest)(random),
                     end = std::exp(std::uniform_real_distribution<>(std::log(0.01), std::log(2))(random)),
                     middle = end * std::uniform_real_distribution<>(0.1, 0.9)(random);
        settings.replace(settings.find('@'), 1, std::to_string(parameter));
        settings += "; time/end = " + std::to_string(end) + "; time/outputs = " + std::to_string(middle) +
                    ", " + std::to_string(end);
        SCOPED_TRACE(settings);
        count_bars(settings, tolerance, count);
      }
    std::sort(count.excess.begin(), count.excess.end());
    std::cout << "  " << family.name << ": " << count.covered << " of " << count.all << ", median bar "
              << count.excess[count.excess.size() / 2] << " times the error\n";
    total.all += count.all;
    total.covered += count.covered;
  }
  std::cout << "  " << total.covered << " of " << total.all << "\n";
  EXPECT_GE(total.covered, 0.98 * total.all);
}

// Steps that the cap shortens are the same at two tolerances, where the cap is the same: their difference is
// 0, or that of few steps, and tells nothing (must fail). Companions of studies take steps that are twice as
// long in each interval, however short it is, so that their difference covers the error at each time.
TEST(TimeBars, CompanionsTakeOtherSteps)
{
  const std::string fisher_rao = "geometry/name = Fisher-Rao; target/formula = exp(cos(pi*x)); ";
  unsigned all = 0, covered = 0, covered_with_same_cap = 0, without_difference = 0;
  for (const std::string &flow :
       {fisher_rao + "energy/name = KL", fisher_rao + "energy/name = chi2",
        std::string("geometry/name = L2; energy/name = L2-distance; target/formula = x^2")})
    for (const std::string outputs : {"1", "4", "0.01, 0.02, 0.5, 0.55"})
      for (const double tolerance : {1e-5, 1e-7, 1e-9}) {
        Parameters p;
        p.assign_all("domain/cells = 4; domain/degree = 2; initial state/formula = exp(sin(3*x)); " + flow +
                         "; time/end = 2; time/outputs = " + outputs,
                     "test");
        p = with_comparison_times(p);
        EvolutionCache cache(1 << 28);
        const auto fine = cache.evolution(p, {0, tolerance, 0.5}, p),
                   loose = cache.evolution(p, {0, 10 * tolerance, 1}, p),
                   same_cap = cache.evolution(p, {0, 10 * tolerance, 0.5}, p);
        const auto known = make_evolution(p, fine->space)->known();
        const auto distance = Registry<Distance>::make("L2", {fine->space, nullptr});
        for (std::size_t n = 1; n < fine->times.size(); ++n) {
          const double error = distance->between(fine->states[n], known->state(fine->times[n])),
                       bar = distance->between(fine->states[n], loose->states[n]),
                       bar_with_same_cap = distance->between(fine->states[n], same_cap->states[n]);
          const double round_off = 1e-14;
          if (error < round_off) continue;
          ++all;
          covered += error <= bar + round_off ? 1 : 0;
          covered_with_same_cap += error <= bar_with_same_cap + round_off ? 1 : 0;
          without_difference += bar_with_same_cap == 0 ? 1 : 0;
          EXPECT_GT(fine->ledger[n].steps, 1u);
        }
      }
  std::cout << "  " << covered << " of " << all << "; with the same cap " << covered_with_same_cap
            << ", without a difference " << without_difference << "\n";
  EXPECT_GE(covered, 0.98 * all);
  EXPECT_LT(covered_with_same_cap, 0.9 * all);
  EXPECT_GT(without_difference, 0u);
}

// Two runs agree at one time by accident, and their difference says nothing of their errors there. The
// largest differences around it do. The long form is in the table of `gammaflow coverage bars`. Must fail:
// bars a third as large; the difference alone, see MustFail.DifferenceOfTwoRunsAtOneTime.
TEST(TimeBars, CoverWhereTwoRunsAgreeByAccident)
{
  std::vector<CoverageCase> bars;
  std::vector<RandomCase> cases = cases_in_time(3, 1);
  cases.resize(cases.size() / 2);  // of each flow one
  for (const RandomCase &one : cases) {
    if (one.tolerance != 1e-4 && one.tolerance != 1e-6) continue;
    for (const CoverageCase &bar : bars_in_time(one, true)) {
      bars.push_back(bar);
      if (!bar.covered())
        std::cout << "  not covered: " << one.flow << ", " << bar.norm << ", tolerance " << one.tolerance
                  << ", t = " << bar.time << ": error " << bar.error << ", bar " << bar.bar << "\n";
    }
  }
  const CoverageSummary all = summary_of(bars);
  std::cout << "  " << all.covered << " of " << all.cases << ", median bar " << all.median_excess
            << " times the error\n";
  EXPECT_GE(all.share(), 0.99);
  EXPECT_LE(all.median_excess, 10);
  for (CoverageCase &bar : bars) bar.bar /= 3;
  EXPECT_LT(summary_of(bars).share(), 0.99);
}

// By hand: a zero between differences of 2 and 4, and what stays as it is.
TEST(TimeBars, WindowsOfDifferences)
{
  const auto states = [](const std::vector<double> &d) { return errors_in_time(d, Differing::states); };
  const auto numbers = [](const std::vector<double> &d) { return errors_in_time(d, Differing::numbers); };
  EXPECT_DOUBLE_EQ(states({0, 1, 2, 0, 4, 3})[3], 1);
  EXPECT_DOUBLE_EQ(numbers({0, 1, -2, 0, 4, -3})[3], 1.2);
  EXPECT_DOUBLE_EQ(states({0, 4, 4, 1, 0})[4], 0.5) << "the last time has a neighbour before it alone";
  EXPECT_DOUBLE_EQ(states({0, 0, 2, 4, 4})[1], 1) << "the first one after it";
  EXPECT_DOUBLE_EQ(states({0, 3})[1], 3);
  EXPECT_DOUBLE_EQ(numbers({0, 0, 0, 0, 0, 0, 0, 5})[1], 0.5) << "a number may be small for long at first";
  EXPECT_DOUBLE_EQ(states({0, 1, 2})[2], 2) << "few times have few neighbours";
  // what dies out is not widened by what it was
  const std::vector<double> decaying = {0, 1, 0.1, 0.01, 0.001, 1e-4};
  for (std::size_t n = 1; n + 1 < decaying.size(); ++n) {
    EXPECT_DOUBLE_EQ(states(decaying)[n], 0.9 * decaying[n]);
    EXPECT_DOUBLE_EQ(numbers(decaying)[n], 0.9 * decaying[n]);
  }
  const std::vector<double> with_nan = states({0, 1, std::nan(""), 1, 1, 1});
  EXPECT_TRUE(std::isnan(with_nan[2]));
  EXPECT_DOUBLE_EQ(with_nan[1], 0.9);
  EXPECT_EQ(states({0.5, 1, 1, 1, 1, 1})[0], 0.5) << "the start";
}
