// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/probes/worst_probe.h>

#include <gtest/gtest.h>

#include <cmath>
#include <set>

using namespace gammaflow;

namespace
{
CasePlan plan()
{
  Parameters p;
  p.assign_all(
      "geometry/name = KRR Fisher-Rao; sweep/parameter = ridge; sweep/values = 0.1, 0.03, 0.01, 0.003, "
      "0.001; probe "
      "1/curve = oscillation; probe 1/settings = oscillation/amplitude = 0.5",
      "test");
  return plan_cases(p).at(0);
}

/// D = 1 and D_e = 1 + excess(amplitude, length) + e, as if it had been measured along an oscillation.
template <class Excess>
auto known(const CasePlan &of, const Excess &excess)
{
  return [&of, excess](const ProbePlan &probe) {
    std::vector<ProbeValue> values;
    for (const SweepStep &step : of.steps) {
      const Parameters p = probe.parameters_at(of, step);
      ProbeValue value;
      value.parameter = step.parameter;
      value.limit = value.limit_here = 1;
      value.along.dual = 1 + step.parameter +
                         excess(p.number("oscillation", "amplitude"), p.number("oscillation", "length"));
      value.delta_space = 1e-9;
      values.push_back(value);
    }
    return values;
  };
}

/// With so many evaluations; `rounds` are the settings of what was measured together.
template <class Measure>
std::optional<WorstProbe> worst_probe(const CasePlan &of, const Measure &measure, unsigned evaluations,
                                      std::vector<std::vector<std::string>> *rounds = nullptr)
{
  WorstProbeSearch search(of, plan_probes(of).at(0), evaluations);
  for (auto trials = search.trials(); !trials.empty(); trials = search.trials()) {
    std::vector<std::vector<ProbeValue>> values;
    if (rounds) rounds->emplace_back();
    for (const ProbePlan &probe : trials) {
      values.push_back(measure(probe));
      if (rounds) rounds->back().push_back(probe.settings);
    }
    search.take(values);
  }
  return search.found();
}
}  // namespace

// A functional whose smallest limit is known: the search finds its place, and a fixed amplitude is not what
// it began with.
TEST(WorstProbe, AKnownMinimumIsFound)
{
  const CasePlan of = plan();
  const auto excess = [](double a, double l) {
    return 0.2 + std::pow(std::log(a / 0.1), 2) + std::pow(std::log(l / 0.3), 2);
  };
  const auto worst = worst_probe(of, known(of, excess), 60);
  ASSERT_TRUE(worst);
  EXPECT_LE(worst->evaluations, 60u);
  const Parameters p = worst->probe.parameters_at(of, of.steps.back());
  EXPECT_NEAR(std::log(p.number("oscillation", "amplitude") / 0.1), 0, 0.15);
  EXPECT_NEAR(std::log(p.number("oscillation", "length") / 0.3), 0, 0.15);
  EXPECT_NEAR(worst->values.back().along.dual - 1 - of.steps.back().parameter, 0.2, 0.05);
  const std::string &settings = worst->probe.settings;  // each key once, in the place of what was given
  EXPECT_EQ(settings.find("oscillation/amplitude"), settings.rfind("oscillation/amplitude")) << settings;
  EXPECT_EQ(settings.find("oscillation/length ="), settings.rfind("oscillation/length =")) << settings;
}

// It never ends with more than it began with, whatever the number of evaluations; and without any there is
// none.
TEST(WorstProbe, MoreEvaluationsAreNotWorse)
{
  const CasePlan of = plan();
  const auto excess = [](double a, double l) { return 0.5 + 0.3 * std::sin(3 * a) * std::cos(5 * l); };
  double before = 1e300;
  for (const unsigned evaluations : {1u, 3u, 8u, 20u}) {
    const auto worst = worst_probe(of, known(of, excess), evaluations);
    ASSERT_TRUE(worst);
    EXPECT_LE(worst->values.back().along.dual, before);
    before = worst->values.back().along.dual;
  }
  EXPECT_FALSE(worst_probe(of, known(of, excess), 0));
}

// Short waves have the smallest D_e, and no mesh shows them at the end of the sweep: they are not taken for
// the worst ones. Would catch a limit that is read off the large parameters alone.
TEST(WorstProbe, CurvesWithoutAValueAtTheEndAreNoWorse)
{
  const CasePlan of = plan();
  const auto measure = [&](const ProbePlan &probe) {
    auto values = known(of, [](double, double length) { return 0.1 + length; })(probe);
    if (probe.parameters_at(of, of.steps.back()).number("oscillation", "length") < 0.09)
      values.back().failure = "not resolved";
    return values;
  };
  const auto worst = worst_probe(of, measure, 40);
  ASSERT_TRUE(worst);
  EXPECT_EQ(worst->values.back().failure, "");
  EXPECT_NEAR(worst->probe.parameters_at(of, of.steps.back()).number("oscillation", "length"), 0.09, 0.03);
}

// What costs minutes is measured once: the first trial is the probe itself, with its own settings, no other
// one is repeated, and both ways along a parameter are measured together. Would catch a way back to the place
// that the search has left, a number of evaluations that is not kept, a second round that waits for one trial
// only.
TEST(WorstProbe, NothingIsMeasuredTwice)
{
  const CasePlan of = plan();
  const auto excess = [](double a, double l) {
    return 0.2 + std::pow(std::log(a / 0.1), 2) + std::pow(std::log(l / 0.3), 2);
  };
  std::vector<std::vector<std::string>> rounds;
  const auto worst = worst_probe(of, known(of, excess), 23, &rounds);
  ASSERT_TRUE(worst);
  EXPECT_EQ(worst->evaluations, 23u);
  EXPECT_NE(worst->probe.label.find("(worst of 23)"), std::string::npos);
  EXPECT_EQ(rounds.at(0), std::vector<std::string>{plan_probes(of).at(0).settings});
  std::set<std::string> different;
  std::size_t all = 0, pairs = 0;
  for (const auto &round : rounds) {
    all += round.size();
    pairs += round.size() == 2;
    different.insert(round.begin(), round.end());
  }
  EXPECT_EQ(all, 23u);
  EXPECT_EQ(different.size(), all);
  EXPECT_GE(pairs, 5u);
}
