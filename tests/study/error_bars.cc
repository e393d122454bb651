// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/evolutions/closed_forms/closed_form.h>
#include <gammaflow/flow/flow.h>
#include <gammaflow/study/references/error_budget.h>

#include <gtest/gtest.h>

#include <algorithm>

using namespace gammaflow;

namespace
{
Parameters flow_with(const std::string &settings)
{
  Parameters p;
  p.assign_all(
      "domain/dimension = 1; domain/cells = 2; domain/degree = 3; initial state/kind = formula; initial "
      "state/formula = exp(0.7*cos(pi*x)); target/kind = formula; target/formula = exp(0.6*cos(2*pi*x)); "
      "time/end = 1; time/outputs = 5; kernel/name = intrinsic Matern; kernel/bandwidth = 0.1;" +
          settings,
      "test");
  return p;
}

/// The mesh stays: one distance serves all outputs.
DistanceOn always(const Distance &distance)
{
  return [&distance](const auto &) -> const Distance & { return distance; };
}

/// The true error of the fine evolution as finite-element functions: against the closed form on a mesh that
/// is two levels finer.
double true_error(EvolutionCache &cache, const Parameters &p, const RefinedEvolution &run,
                  const std::string &distance)
{
  const auto finer = cache.space(p, run.accuracy.level + 2);
  const Flow flow = Flow::build(p, finer);
  const auto exact = closed_form_trajectory(flow, run.fine->times);
  const auto d = Registry<Distance>::make(distance, {finer, nullptr});
  double error = 0;
  for (std::size_t i = 0; i < exact.states.size(); ++i)
    error =
        std::max(error, d->between(carried(run.fine->states[i], *run.fine->space, *finer), exact.states[i]));
  return error;
}
}  // namespace

// Over flows with closed forms, levels, tolerances and distances, the estimated error covers the true one. It
// would catch a missing companion (error in space or in time left out), a wrong interpolation, a wrong tail.
TEST(ErrorBars, CoverTheTrueErrorOfClosedForms)
{
  const std::vector<std::string> flows{
      "energy/name = KL; geometry/name = Fisher-Rao",
      "energy/name = KL; geometry/name = spherical Fisher-Rao; initial state/mass = 1; target/mass = 1",
      "energy/name = chi2; geometry/name = Fisher-Rao",
      "energy/name = inclusive-KL; geometry/name = Fisher-Rao",
      "energy/name = inclusive-KL; geometry/name = power-mobility Fisher-Rao; geometry/exponent = 2",
      "energy/name = L2-distance; geometry/name = L2",
      "energy/name = L2-distance; geometry/name = kernel L2",
      "energy/name = L2-distance; geometry/name = MMD"};
  unsigned cases = 0, covered = 0;
  std::vector<double> ratios;
  for (const auto &settings : flows) {
    const Parameters p = flow_with(settings);
    EvolutionCache cache(1 << 28);
    for (const unsigned level : {1u, 2u, 3u})
      for (const double tolerance : {1e-3, 1e-6, 1e-9}) {
        const auto run = refined_evolution(cache, p, level, tolerance, p);
        for (const std::string name : {"L1", "L2", "Linf"}) {
          const auto d = Registry<Distance>::make(name, {run.fine->space, nullptr});
          const double estimate = estimated_error(run, always(*d)).sup(),
                       truth = true_error(cache, p, run, name);
          ++cases;
          covered += estimate >= truth || truth < 1e-13;
          ratios.push_back(estimate / std::max(truth, 1e-13));
          EXPECT_GE(estimate + 1e-13, truth)
              << settings << ", level " << level << ", tolerance " << tolerance << ", " << name;
        }
      }
  }
  std::nth_element(ratios.begin(), ratios.begin() + ratios.size() / 2, ratios.end());
  RecordProperty("cases", int(cases));
  RecordProperty("covered", int(covered));
  std::cout << covered << " of " << cases << " true errors covered; median estimate / truth "
            << ratios[ratios.size() / 2] << std::endl;
  EXPECT_LT(ratios[ratios.size() / 2], 100.);  // not absurdly pessimistic either
}

// Must fail: an evolution of another flow is not within the error bar.
TEST(ErrorBars, MustNotCoverAnotherFlow)
{
  const Parameters p = flow_with("energy/name = KL; geometry/name = Fisher-Rao");
  Parameters q = p;
  q.set("energy", "name", "chi2");
  EvolutionCache cache(1 << 28);
  const auto run = refined_evolution(cache, q, 3, 1e-9, q);
  const auto d = Registry<Distance>::make("L2", {run.fine->space, nullptr});
  EXPECT_LT(100 * estimated_error(run, always(*d)).sup(), true_error(cache, p, run, "L2"));
}

// Divergences: the error bar of KL between nearby flows covers the difference to a much finer computation.
TEST(ErrorBars, DivergencesAndLedgers)
{
  const Parameters a = flow_with("energy/name = KL; geometry/name = Fisher-Rao");
  const Parameters b = flow_with("energy/name = KL; geometry/name = KRR Fisher-Rao; geometry/ridge = 1e-3");
  EvolutionCache cache(1 << 28);
  const auto measure = [&](unsigned level, double tolerance, const std::string &name) {
    const auto ra = refined_evolution(cache, a, level, tolerance, a),
               rb = refined_evolution(cache, b, level, tolerance, b);
    if (name == "energy") return measure_difference(ra, rb, [](const LedgerRow &row) { return row.energy; });
    const auto d = Registry<Distance>::make(name, {ra.fine->space, nullptr});
    return measure_distance(ra, rb, always(*d), Registry<Distance>::traits(name).metric_power);
  };
  for (const std::string name : {"KL", "reverse KL", "Hellinger", "energy"}) {
    const Measured best = measure(4, 1e-11, name), rough = measure(1, 1e-4, name);
    EXPECT_LE(std::abs(best.sup() - rough.sup()), rough.sup_delta() + best.sup_delta()) << name;
    EXPECT_LT(best.sup_delta(), 0.05 * best.sup()) << name;
  }
}
