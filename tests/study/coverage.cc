// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/coverage/coverage.h>

#include <gtest/gtest.h>

using namespace gammaflow;

namespace
{
/// Those that take longer are in reference/coverage.csv alone.
bool quick(const std::string &name)
{
  return name.find("Gaussians") == std::string::npos && name.find("Barenblatt") == std::string::npos;
}

/// Flows of the table that take little time, every other one to 1e-4, the others to 1e-6.
std::vector<CoverageCase> subset()
{
  std::vector<CoverageCase> all;
  unsigned flows = 0;
  for (const auto &[name, formula, examples] : known_solutions())
    for (const auto &settings : examples) {
      if (!quick(name) || settings.find("adaptivity") != std::string::npos ||
          settings.find("dimension = 3") != std::string::npos)
        continue;
      SCOPED_TRACE(settings);
      const auto cases = coverage_of(name, settings, {flows++ % 2 == 0 ? 1e-4 : 1e-6});
      all.insert(all.end(), cases.begin(), cases.end());
    }
  return all;
}
}  // namespace

// Every closed form has an example that has it: none is left out of the table.
TEST(Coverage, EveryClosedFormHasAnExample)
{
  for (const auto &[name, formula, examples] : known_solutions()) {
    EXPECT_FALSE(examples.empty()) << name;
    for (const auto &settings : examples) {
      Parameters p;
      p.assign_all(settings, "example");
      const auto evolution = make_evolution(p, make_space(p));
      const auto known = evolution->known();
      ASSERT_TRUE(known) << name << ": " << settings;
      EXPECT_EQ(known->name, name) << settings;
    }
  }
}

// What is promised of the error bars of references; and its must-fail twins: bars a fifth as large, and bars
// twenty times as large, do not keep it.
TEST(Coverage, BarsCoverTheErrorsAndAreNotFarTooLarge)
{
  std::vector<CoverageCase> cases = subset();
  const CoverageSummary summary = summary_of(cases);
  std::cout << summary.covered << " of " << summary.cases << " covered, bar / error " << summary.median_excess
            << " in the median, at most " << summary.largest_excess << std::endl;
  EXPECT_TRUE(summary.kept());
  EXPECT_EQ(summary.not_reached, 0u);
  for (const auto &entry : cases) {
    EXPECT_LE(entry.bar, entry.tolerance) << entry.closed_form;
    EXPECT_LE(entry.error, entry.tolerance) << entry.closed_form;
  }
  auto smaller = cases, larger = cases;
  for (auto &entry : smaller) entry.bar /= 5;
  for (auto &entry : larger) entry.bar *= 20;
  EXPECT_FALSE(summary_of(smaller).kept());
  EXPECT_FALSE(summary_of(larger).kept());
}

// Must fail: the error of an evolution against the closed form of another flow is not covered.
TEST(Coverage, MustNotCoverAnotherFlow)
{
  Parameters p;
  p.assign_all(known_solution("Fisher-Rao, KL").examples.front(), "example");
  CertifiedEvolution run = certified_evolution(p, 1e-5);
  ASSERT_TRUE(run.reached);
  run.parameters.set("energy", "name", "chi2", "test");
  const auto errors = true_errors(run);
  for (std::size_t i = 0; i < errors.size(); ++i) EXPECT_GT(errors[i], 100 * run.errors[i].relative());
}

// The Gaussians of the Wasserstein geometry, whose coarse meshes cannot be computed, are certified too.
TEST(Coverage, WhereCoarseMeshesFail)
{
  const auto known = known_solution("Gaussians in Wasserstein and Hellinger-Kantorovich, Boltzmann entropy");
  for (const auto &c : coverage_of("", known.examples.front(), {1e-5})) EXPECT_TRUE(c.covered() && c.reached);
}

// A tolerance that time does not allow: what was reached, and why not more.
TEST(Coverage, LimitsSayWhatWasReached)
{
  Parameters p;
  p.assign_all(known_solution("Wasserstein, power (Barenblatt)").examples.front(), "example");
  p.set("reference", "seconds", "2");
  const CertifiedEvolution run = certified_evolution(p, 1e-7);
  EXPECT_FALSE(run.reached);
  EXPECT_NE(run.reason.find("the time of 2 s is over"), std::string::npos) << run.reason;
  EXPECT_GT(run.space, 1e-7);
  p.set("reference", "seconds", "3600");
  p.set("memory", "limit", "1");
  p.set("time", "outputs", "1000");
  EXPECT_THROW(certified_evolution(p, 1e-7), NumericalFailure);
  p.set("reference", "norms", "L2, W3");
  EXPECT_THROW(certified_evolution(p, 1e-7), InputError);
}
