// SPDX-License-Identifier: LGPL-2.1-or-later
// The part of error bars that is in time: the errors of few, long steps.
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/study/plan/comparison_times.h>
#include <gammaflow/study/references/certified_evolution.h>
#include <gammaflow/study/references/evolution_cache.h>

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
struct Family {
  std::string name, settings;
  double lowest, highest;  ///< of the number that stands for @ in the settings
};

const std::string wasserstein = "geometry/name = Wasserstein; ";

const std::vector<Family> families = {
    {"Fokker-Planck",
     wasserstein +
         "energy/name = KL; domain/lower = -5; domain/upper = 5; target/kind = Gaussian; target/mean = 0; "
         "target/deviation = 1; initial state/kind = Gaussian; initial state/deviation = 0.8; initial "
         "state/mean = @",
     -1, 1},
    {"porous medium",
     wasserstein +
         "energy/name = free-energy; energy/internal = power; energy/exponent = 2; initial state/formula = 1 "
         "+ 0.8*cos(pi*x + @)",
     0, 6},
    {"inclusive KL",
     wasserstein +
         "energy/name = inclusive-KL; target/formula = 1 + 0.4*cos(pi*x); initial state/formula = 1 + "
         "0.5*cos(2*pi*x + @)",
     0, 6},
    {"Fisher-Rao",
     "geometry/name = Fisher-Rao; energy/name = KL; target/formula = exp(cos(pi*x)); initial state/formula = "
     "exp(sin(3*x + @))",
     0, 6},
    {"Hellinger-Kantorovich",
     "geometry/name = Hellinger-Kantorovich; energy/name = KL; target/formula = 1 + 0.4*cos(pi*x); initial "
     "state/formula = exp(sin(3*x + @))",
     0, 6},
    {"Allen-Cahn",
     "geometry/name = L2; energy/name = Ginzburg-Landau; energy/f = (u^2-1)^2/4; energy/kappa = 0.003; "
     "initial "
     "state/formula = 0.4*sin(7*x + @) + 0.2*cos(3*x)",
     0, 6},
    {"Cahn-Hilliard",
     "geometry/name = H-1; energy/name = Ginzburg-Landau; energy/f = (u^2-1)^2/4; energy/kappa = 0.003; "
     "initial state/formula = 0.3*sin(7*x + @)",
     0, 6},
    {"heat", "geometry/name = L2; energy/name = Dirichlet; initial state/formula = sin(5*x + @)", 0, 6}};

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
  for (const Family &family : families) {
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
