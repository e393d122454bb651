// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/curves/dissipation.h>
#include <gammaflow/curves/unresolved.h>
#include <gammaflow/study/probes/lower_bound_claim.h>
#include <gammaflow/study/probes/probe_judgement.h>
#include <gammaflow/study/probes/recovery_claim.h>

#include <gtest/gtest.h>

#include "../support/flows.h"
#include <cmath>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
/// Fisher-Rao with R and R* multiplied by these.
class Wrong final : public Geometry, public BoundsRateCost
{
 public:
  Wrong(std::shared_ptr<const Space> space, const Geometry &base, double primal, double dual)
      : Geometry(std::move(space)), base_(base), primal_(primal), dual_(dual)
  {
  }
  unsigned onsager_apply(const Vector &u, const Vector &xi, Vector &v) const override
  {
    return base_.onsager_apply(u, xi, v);
  }
  double dual_dissipation(const Vector &u, const Vector &xi) const override
  {
    return dual_ * base_.dual_dissipation(u, xi);
  }
  double primal_dissipation(const Vector &u, const Vector &v) const override
  {
    return primal_ * base_.primal_dissipation(u, v);
  }
  RateCost rate_cost(const Vector &u, const Vector &v) const override
  {
    return exact_cost(primal_dissipation(u, v));
  }

 private:
  const Geometry &base_;
  const double primal_, dual_;
};

DissipationAlong with_factors(double primal, double dual)
{
  const Parameters p = flow_parameters("KL", "Fisher-Rao");
  const Flow flow = make_flow(p);
  const TimeRule rule = gauss_rule(1, 1, 6);
  const auto curve = Registry<Curve>::make("linear interpolation", {p, flow, 1, 0, false, rule.times});
  const Wrong wrong(flow.shared_space(), flow.geometry(), primal, dual);
  return dissipation_along(flow.energy(), wrong, *curve, 1, rule, 1e-10);
}

CasePlan ridge_plan()
{
  Parameters p;
  p.assign_all("geometry/name = KRR Fisher-Rao; kernel/name = intrinsic Matern; sweep/parameter = ridge",
               "test");
  return plan_cases(p).at(0);
}

/// D_e(w_e) = D(w) + gap(e), D(w) = 2.
template <class F>
std::vector<ProbeValue> values(const F &gap, double delta = 1e-8, double distance = 0)
{
  std::vector<ProbeValue> result;
  for (int i = 0; i < 6; ++i) {
    ProbeValue value;
    value.parameter = 0.1 / (1 << i);
    value.limit = value.limit_here = 2;
    value.along.primal_lower = value.along.primal_upper = value.along.primal_near = 1 + gap(value.parameter);
    value.along.dual = 1;
    value.delta_space = delta;
    value.distance = distance;
    result.push_back(value);
  }
  return result;
}

std::string verdict_of_bound(const std::vector<ProbeValue> &of_probe, Topology topology = Topology::strong)
{
  ProbePlan probe;
  probe.label = probe.curve = "planted";
  probe.topology = topology;
  CasePlan plan = ridge_plan();
  plan.limit.geometry = "L2";  // for which no proof is declared
  return to_string(lower_bound_claim(plan, {probe}, {of_probe}).verdict);
}
}  // namespace

// What the guard must reject: half of R, twice R, and R* with another sign.
TEST(FenchelGuard, RejectsWrongFactorsAndSigns)
{
  EXPECT_NO_THROW(with_factors(1, 1));
  EXPECT_THROW(with_factors(0.5, 1), BrokenInequality);
  EXPECT_THROW(with_factors(2, 1), BrokenInequality);
  EXPECT_THROW(with_factors(1, -1), BrokenInequality);
  EXPECT_THROW(with_factors(1, 0.5), BrokenInequality);
}

// The guard of a whole curve must reject a functional that is less than the energy that the curve loses.
TEST(FenchelGuard, RejectsACurveThatGainsTooMuch)
{
  DissipationAlong along;
  along.primal_lower = along.primal_near = along.primal_upper = 0.4;
  along.dual = 0.4;
  along.energy_change = -0.79;
  EXPECT_NO_THROW(check_balance(along, 1e-6, "planted"));
  along.energy_change = -0.81;
  EXPECT_THROW(check_balance(along, 1e-6, "planted"), BrokenInequality);
}

// A planted bound that a probe violates is refuted; the same values above it are not, nor are noisy ones; a
// bound that no probe violates is not confirmed.
TEST(LowerBound, AProbeBelowRefutes)
{
  EXPECT_EQ(verdict_of_bound(values([](double e) { return -0.2 + e; })), "refuted");
  EXPECT_EQ(verdict_of_bound(values([](double e) { return 0.2 - e; })), "not established");
  EXPECT_EQ(verdict_of_bound(values([](double e) { return -e; })), "not established");
  EXPECT_EQ(verdict_of_bound(values([](double e) { return -0.2 + e; }, 0.3)), "not established");
}

// Values below D whose limit functional falls as much are a relaxation, not a refutation; with an upper bound
// that is infinite nothing is refuted either.
TEST(LowerBound, RelaxationAndInfiniteCostsRefuteNothing)
{
  auto relaxed = values([](double e) { return -0.2 + e; });
  for (auto &value : relaxed) value.limit_here = 2 - 0.2;
  EXPECT_EQ(verdict_of_bound(relaxed, Topology::weak), "not established");
  auto infinite = values([](double e) { return -0.2 + e; });
  for (auto &value : infinite) value.along.primal_upper = std::numeric_limits<double>::infinity();
  EXPECT_EQ(verdict_of_bound(infinite), "not established");
}

// A functional that is continuous along the curves, below D on the way: no relaxation, and nothing is said of
// semicontinuity. A deficit that remains is one.
TEST(LowerBound, ADeficitThatVanishesIsNoRelaxation)
{
  std::vector<double> parameters = {0.1, 0.03, 0.01, 0.003, 0.001};
  const auto outcome = [&parameters](const auto &deficit) {
    std::vector<Gap> gaps;
    for (const double e : parameters)
      gaps.push_back({e, deficit(e) - e / 10, deficit(e) - e / 10, 1e-6, deficit(e)});
    const ProbeVerdict verdict = judge_probe(gaps, 0.08, Topology::strong, {1, 0.5}, "lambda");
    EXPECT_EQ(verdict.sentence.find("not lower semicontinuous") != std::string::npos,
              verdict.outcome == ProbeVerdict::Outcome::relaxation);
    return to_string(verdict.outcome);
  };
  EXPECT_EQ(outcome([](double e) { return std::sqrt(e) * (0.8 * std::sqrt(e) - 0.2); }), "not decided");
  EXPECT_EQ(outcome([](double e) { return -0.05 * std::pow(e, 0.25); }), "not decided");
  EXPECT_EQ(outcome([](double) { return -0.01; }), "relaxation");
  EXPECT_EQ(outcome([](double e) { return -0.01 - 0.05 * e; }), "relaxation");
  // Around the extremum differences are small because they turn.
  parameters = {0.0625, 0.044194, 0.03125, 0.022097, 0.015625, 0.011049};
  EXPECT_EQ(outcome([](double e) { return std::sqrt(e) * (0.8 * std::sqrt(e) - 0.2); }), "not decided");
  EXPECT_EQ(outcome([](double) { return -0.0125; }), "relaxation");
}

// A sequence whose functional, or whose curve, stays away does not recover; one of order 1 does.
TEST(Recovery, ASequenceThatStaysAwayIsNotConfirmed)
{
  const auto verdict = [](const std::vector<ProbeValue> &of_sequence) -> std::string {
    return to_string(recovery_claim(ridge_plan(), {{"planted", "constant", of_sequence}}).verdict);
  };
  EXPECT_EQ(verdict(values([](double e) { return e; })), "confirmed");
  // one per cent of the last difference, and yet not 0: D of another energy may be as near
  EXPECT_EQ(verdict(values([](double e) { return 7e-5 + 2 * e; })), "not established");
  EXPECT_EQ(verdict(values([](double e) { return 2 * e; })), "confirmed");
  EXPECT_EQ(verdict(values([](double e) { return 0.05 + e; })), "not established");
  EXPECT_EQ(verdict(values([](double e) { return e; }, 1e-8, 0.1)), "not established");
  auto infinite = values([](double e) { return e; });
  infinite.back().along.primal_upper = std::numeric_limits<double>::infinity();
  EXPECT_EQ(verdict(infinite), "not established");
}

// Where one sequence of a curve tends to another number than D, another one whose error bar does not exclude
// that number is not confirmed; one that does, and one of another curve, are.
TEST(Recovery, ASequenceThatDoesNotTellDFromAnotherNumber)
{
  const auto away = values([](double e) { return 7e-5 + 2 * e; }),
             wide = values([](double e) { return 7e-5 - 2 * e * (1 + 8 * e); }),
             sharp = values([](double e) { return 1e-3 * e; });
  const auto verdict = [&](const std::string &probe, const std::vector<ProbeValue> &of_sequence) {
    const Claim claim =
        recovery_claim(ridge_plan(), {{"planted", "constant", away}, {probe, "minimizing", of_sequence}});
    return claim.shown["sequences"][1]["verdict"].get<std::string>();
  };
  EXPECT_EQ(verdict("another", wide), "confirmed");
  EXPECT_EQ(verdict("planted", wide), "not established");
  EXPECT_EQ(verdict("planted", sharp), "confirmed");
}

// One number where R may be infinite must not stand in the certificate: the upper bound is null there.
TEST(Recovery, NoNumberWhereTheCostMayBeInfinite)
{
  auto infinite = values([](double e) { return e; });
  for (auto &value : infinite) value.along.primal_upper = std::numeric_limits<double>::infinity();
  const Claim claim = recovery_claim(ridge_plan(), {{"planted", "constant", infinite}});
  for (const auto &point : claim.shown["sequences"][0]["points"]) {
    EXPECT_TRUE(point["total"][1].is_null());
    EXPECT_TRUE(point["primal"][1].is_null());
  }
}

namespace
{
CasePlan path_plan(const std::string &settings)
{
  Parameters p;
  p.assign_all(
      "geometry/name = KRR Fisher-Rao; kernel/name = Gaussian; sweep/parameter = path; "
      "sweep/ridge formula = sigma^2; " +
          settings,
      "test");
  return plan_cases(p).at(0);
}

std::string verdict_above(const CasePlan &plan)
{
  ProbePlan probe;
  probe.label = probe.curve = "planted";
  return to_string(lower_bound_claim(plan, {probe}, {values([](double e) { return 0.2 - e; })}).verdict);
}
}  // namespace

// Probes that stay above confirm with a proof, which must be about this case: not about kernels whose
// integral vanishes as fast as the ridge, a ridge that stays, or another energy or target of the limit. In
// each of these the bound is false along slow curves.
TEST(LowerBound, AProofIsCitedForItsOwnCasesAlone)
{
  EXPECT_EQ(verdict_above(ridge_plan()), "confirmed");
  EXPECT_EQ(verdict_above(path_plan("")), "confirmed");
  EXPECT_EQ(verdict_above(path_plan("kernel/normalization = as given")), "confirmed");
  for (const char *other : {"kernel/normalization = as given; sweep/ridge formula = sigma",
                            "sweep/ridge formula = 0.1 + sigma; limit/geometry = Fisher-Rao; limit/order = 1",
                            "limit/settings = energy/name = chi2", "limit/settings = target/formula = 2"})
    EXPECT_EQ(verdict_above(path_plan(other)), "not established") << other;
}
