// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/probes/recovery_claim.h>
#include <gammaflow/study/probes/recovery_curves.h>

#include <gtest/gtest.h>

using namespace gammaflow;

namespace
{
/// The verdicts on the minimizing sequences of a bandwidth sweep: as they are made, and with the weight tau
/// that does not fall, which is that of the first step.
std::pair<std::string, std::string> verdicts(const std::string &geometry, const std::string &formula)
{
  Parameters p;
  p.assign_all(
      "domain/cells = 4; domain/degree = 6; kernel/name = intrinsic Matern; kernel/smoothness = 1; initial "
      "state/formula = 1; target/formula = 1 + 0.2*cos(pi*x); time/end = 1; sweep/parameter = bandwidth; "
      "sweep/values = 0.1, 0.05, 0.025, 0.0125; accuracy/refinements = 1; probes/points = 4; probe 1/curve = "
      "formula; geometry/name = " +
          geometry,
      "test");
  p.set("probe 1", "settings", "curve formula/formula = " + formula, "test");
  const CasePlan plan = plan_cases(p).at(0);
  const auto probes = plan_probes(plan);
  EvolutionCache cache(1 << 28);
  ProbeMeasurement measurement(plan, cache, 1);
  const auto verdict = [&](const Recovered &make) -> std::string {
    return to_string(
        recovery_claim(plan, {{"probe", "minimizing", measurement.values(probes.at(0), make)}}).verdict);
  };
  for (const RecoveryKind &kind : recovery_kinds(plan, measurement.last_flow()))
    if (kind.name == "minimizing")
      return {verdict(kind.make), verdict([&](const ToRecover &of) {
                return kind.make({of.kernel_flow, of.curve, plan.steps.front(), of.end, of.panels, of.rule});
              })};
  return {};
}
}  // namespace

// A sequence whose smoothing does not vanish stays away from its curve: it must not be confirmed.
TEST(Recovery, SmoothingThatStaysDoesNotRecover)
{
  for (const auto &[geometry, formula] :
       {std::pair{"Stein Wasserstein", "exp(-0.15*pi*t)/(cos(pi*x/2)^2 + exp(-0.3*pi*t)*sin(pi*x/2)^2)"},
        std::pair{"Stein Fisher-Rao", "exp(0.15*t*cos(pi*x))"}}) {
    const auto [right, wrong] = verdicts(geometry, formula);
    EXPECT_EQ(right, "confirmed") << geometry;
    EXPECT_EQ(wrong, "not established") << geometry;
  }
}

// R_e between bounds: the upper one tends to D, the lower one stays away, or the other way round. Nothing is
// confirmed then; where both tend to it, it is.
TEST(Recovery, BoundsThatStayApartDoNotRecover)
{
  Parameters p;
  p.assign_all("geometry/name = KRR Fisher-Rao; kernel/name = intrinsic Matern; sweep/parameter = ridge",
               "test");
  const CasePlan plan = plan_cases(p).at(0);
  const auto verdict = [&](double lower_stays, double upper_stays) -> std::string {
    RecoverySequence sequence{"probe", "minimizing", {}};
    for (const double e : {0.1, 0.03, 0.01, 0.003, 0.001}) {
      ProbeValue value;
      value.parameter = e;
      value.limit = value.limit_here = 1;
      value.along.dual = 0.5;
      value.along.primal_lower = 0.5 - lower_stays + 0.3 * e;
      value.along.primal_upper = value.along.primal_near = 0.5 + upper_stays + 0.5 * e;
      value.delta_space = 1e-7;
      sequence.values.push_back(value);
    }
    return to_string(recovery_claim(plan, {sequence}).verdict);
  };
  EXPECT_EQ(verdict(0, 0), "confirmed");
  EXPECT_EQ(verdict(0.1, 0), "not established");
  EXPECT_EQ(verdict(0, 0.1), "not established");
}
