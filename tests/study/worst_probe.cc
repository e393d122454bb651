// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/probes/worst_probe.h>

#include <gtest/gtest.h>

#include <cmath>

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
MeasureProbe known(const CasePlan &of, const Excess &excess)
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
}  // namespace

// A functional whose smallest limit is known: the search finds its place, and a fixed amplitude is not what
// it began with.
TEST(WorstProbe, AKnownMinimumIsFound)
{
  const CasePlan of = plan();
  const auto excess = [](double a, double l) {
    return 0.2 + std::pow(std::log(a / 0.1), 2) + std::pow(std::log(l / 0.3), 2);
  };
  const auto worst = worst_probe(of, plan_probes(of).at(0), known(of, excess), 60);
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
    const auto worst = worst_probe(of, plan_probes(of).at(0), known(of, excess), evaluations);
    ASSERT_TRUE(worst);
    EXPECT_LE(worst->values.back().along.dual, before);
    before = worst->values.back().along.dual;
  }
  EXPECT_FALSE(worst_probe(of, plan_probes(of).at(0), known(of, excess), 0));
}
