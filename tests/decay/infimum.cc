// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/decay/infimum.h>
#include <gammaflow/decay/minimization.h>
#include <gammaflow/spaces/make_space.h>

#include <gtest/gtest.h>

#include <cmath>

using namespace gammaflow;

namespace
{
Flow flow_of(const std::string &settings)
{
  Parameters p;
  p.assign_all("domain/cells = 16; domain/degree = 4; target/formula = exp(0.5*cos(2*pi*x)); " + settings,
               "test");
  return Flow::build(p, make_space(p, 0));
}
Infimum infimum(const Flow &flow)
{
  return infimum_of(flow, {&flow.initial_state()});
}
}  // namespace

// Energies that are measured against a target: 0 where it can be reached; m log(m/M) - m + M for KL of mass m
// against a target of mass M, M phi(m/M) for the others.
TEST(Infimum, OfOtherMassesIsThatOfTheScaledTarget)
{
  const std::string start =
      "initial state/formula = 1 + 0.5*cos(pi*x); initial state/mass = 2; target/mass = 1; ";
  for (const auto &[energy, value] : std::map<std::string, double>{
           {"KL", 2 * std::log(2.) - 1}, {"inclusive-KL", 1 - std::log(2.)}, {"chi2", 0.5}}) {
    const Infimum kept =
        infimum(flow_of(start + "geometry/name = spherical Fisher-Rao; energy/name = " + energy));
    EXPECT_NEAR(kept.high, value, 1e-12) << energy;
    EXPECT_NEAR(kept.low, value, 1e-10) << energy;
    const Infimum free = infimum(flow_of(start + "geometry/name = Fisher-Rao; energy/name = " + energy));
    EXPECT_NEAR(free.high, 0, 1e-14) << energy;
    EXPECT_NEAR(free.low, 0, 1e-12) << energy;
  }
}

// int rho log rho - rho + V rho of mass 1 is -1 - log int exp(-V).
TEST(Infimum, OfAFreeEnergyIsThatOfItsEquilibrium)
{
  const Flow flow = flow_of(
      "geometry/name = Wasserstein; energy/name = free-energy; energy/V = 2*cos(pi*x) + 3; initial "
      "state/formula = 1");
  Vector weight =
      flow.space().sample([](const Point &x) { return std::exp(-2 * std::cos(std::acos(-1.) * x[0]) - 3); });
  const Infimum found = infimum(flow);
  EXPECT_NEAR(found.high, -1 - std::log(flow.space().integrate(weight)), 1e-12);
  EXPECT_NEAR(found.low, found.high, 1e-11);
}

// Where no candidate is the minimizer it is computed, and the gap says how well: with the interaction W =
// x^2, rho is not exp(-V).
TEST(Infimum, IsComputedAndBracketed)
{
  const Flow flow = flow_of(
      "geometry/name = Wasserstein; energy/name = free-energy; energy/V = 3*x; energy/internal = power; "
      "energy/power exponent = 1.5; initial state/formula = 1 + 0.2*cos(pi*x)");
  const Infimum found = infimum(flow);
  ASSERT_TRUE(found.bracketed());
  EXPECT_LT(found.high - found.low, 1e-6);
  EXPECT_NE(found.basis.find("minimization"), std::string::npos) << found.basis;
  EXPECT_LT(found.high, flow.energy().value(flow.initial_state()));
}

// blob-KL is below 0, is not convex, and what was found is no lower bound.
TEST(Infimum, OfBlobKLIsNegativeAndAnUpperBoundOnly)
{
  const Flow flow = flow_of(
      "geometry/name = Fisher-Rao; energy/name = blob-KL; kernel/name = intrinsic Gaussian; kernel/bandwidth "
      "= "
      "0.08; initial state/formula = 1");
  const Infimum found = infimum(flow);
  EXPECT_LT(found.high, -1e-5);
  EXPECT_LT(found.high, flow.energy().value(flow.target()));
  EXPECT_FALSE(found.bracketed());
  Vector force = flow.initial_state();
  const Vector least = minimized(flow, flow.target());
  flow.energy().first_variation(least, force);
  EXPECT_LT(std::sqrt(flow.space().inner(force, force)), 1e-4);
}
