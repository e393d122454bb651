// SPDX-License-Identifier: LGPL-2.1-or-later
// Error bars of flows without closed forms: kernel flows of velocities, of conserving geometries, of kernel
// energies, from random data. The truth is computed on a much finer mesh, with much smaller steps.
#include <gammaflow/base/all_digits.h>
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/coverage/coverage.h>
#include <gammaflow/study/references/error_budget.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <random>

using namespace gammaflow;

namespace
{
const std::vector<std::pair<std::string, std::string>> flows = {
    {"Stein, Gaussian", "geometry/name = Stein Wasserstein; kernel/bandwidth = 0.15"},
    {"Stein, Matern",
     "geometry/name = Stein Wasserstein; kernel/name = intrinsic Matern; kernel/smoothness = 2"},
    {"KRR, Matern", "geometry/name = KRR Wasserstein; kernel/name = intrinsic Matern; geometry/ridge = 1e-2"},
    {"KRR, Gaussian", "geometry/name = KRR Wasserstein; geometry/ridge = 1e-2; kernel/bandwidth = 0.15"},
    {"kernel H-1", "geometry/name = kernel H-1; energy/name = L2-distance; kernel/bandwidth = 0.15"},
    {"inverse-kernel H-1", "geometry/name = inverse-kernel H-1; kernel/name = intrinsic Matern"},
    {"blob-KL", "geometry/name = Fisher-Rao; energy/name = blob-KL"},
    {"IFT", "geometry/name = IFT; energy/name = MMD; kernel/bandwidth = 0.15"}};

std::string modes(std::mt19937 &random)
{
  std::string sum = "exp(0";
  for (int k = 1; k <= 3; ++k)
    sum += " + (" + few_digits(0.8 / k * (2 * double(random()) / 4294967296. - 1), 9) + ")*cos(" +
           std::to_string(k) + "*pi*x)";
  return sum + ")";
}

/// The bars of a reference against its distance from one on a mesh twice as fine, of degree 6.
std::vector<CoverageCase> bars(const std::string &name, const std::string &settings)
{
  Parameters p;
  p.assign_all(settings, "random data");
  const CertifiedEvolution run = certified_evolution(p, 1e-3);
  EXPECT_TRUE(run.reached) << settings << ": " << run.reason;
  Parameters fine = run.parameters;
  fine.set("domain", "degree", "6");
  fine.set("time", "tolerance", "1e-9");
  const auto space = make_space(fine, 1);
  const Trajectory truth = make_evolution(fine, space)->trajectory(evolve_options(fine));
  const Trajectory &evolution = run.evolution();
  std::vector<CoverageCase> result;
  for (const NormError &bar : run.errors) {
    const auto n = std::size_t(std::find(evolution.times.begin(), evolution.times.end(), bar.time) -
                               evolution.times.begin());
    CoverageCase entry;
    entry.closed_form = name;
    entry.settings = settings;
    entry.norm = bar.norm;
    entry.time = bar.time;
    entry.bar = bar.relative();
    entry.error = Registry<Distance>::make(bar.norm, {space, nullptr})
                      ->between(carried(evolution.states[n], *evolution.space, *space), truth.states[n]) /
                  bar.scale;
    entry.reached = run.reached;
    result.push_back(entry);
  }
  return result;
}

std::vector<CoverageCase> all_bars()
{
  std::mt19937 random(7);
  std::vector<CoverageCase> all;
  for (const auto &[name, flow] : flows)
    for (int round = 0; round < 2; ++round) {
      const std::string settings =
          "domain/cells = 4; domain/degree = 2; time/end = 0.1; time/outputs = 2; "
          "initial state/formula = " +
          modes(random) + "; initial state/mass = 1; target/mass = 1; target/formula = " + modes(random) +
          "; " + flow;
      const auto cases = bars(name, settings);
      all.insert(all.end(), cases.begin(), cases.end());
    }
  return all;
}
}  // namespace

// Bars that are too small: of spaces with fields at other points, of implicit and explicit steps, of energies
// that see a kernel. Must fail: bars a tenth as large.
TEST(TransportCoverage, BarsCoverTheErrors)
{
  std::vector<CoverageCase> all = all_bars();
  for (const auto &bar : all)
    if (!bar.covered())
      std::cout << "  not covered: " << bar.closed_form << ", " << bar.norm << " at t = " << bar.time
                << ": error " << bar.error << ", bar " << bar.bar << "\n";
  const CoverageSummary summary = summary_of(all);
  std::cout << "  " << summary.covered << " of " << summary.cases << ", bar / error " << summary.median_excess
            << " in the median\n";
  EXPECT_TRUE(summary.kept());
  EXPECT_EQ(summary.not_reached, 0u);
  for (auto &bar : all) bar.bar /= 10;
  EXPECT_LT(summary_of(all).share(), 0.95);
}
