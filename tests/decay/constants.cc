// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/decay/bounds.h>
#include <gammaflow/decay/decay_theory.h>
#include <gammaflow/decay/infimum.h>
#include <gammaflow/spaces/make_space.h>

#include <gtest/gtest.h>

#include <cmath>

using namespace gammaflow;

namespace
{
const double pi = std::acos(-1.);

Flow flow_of(const std::string &settings)
{
  Parameters p;
  p.assign_all(
      "domain/cells = 16; domain/degree = 4; target/formula = 1; initial state/formula = 1; " + settings,
      "test");
  return Flow::build(p, make_space(p, 0));
}

double constant_of(const std::string &settings)
{
  const auto found = decay_constants(flow_of(settings));
  return found.empty() ? 0 : found.front().value;
}
double quotient(const Flow &flow, double infimum)
{
  Vector xi = flow.initial_state();
  flow.energy().first_variation(flow.initial_state(), xi);
  return 2 * flow.geometry().dual_dissipation(flow.initial_state(), xi) /
         (flow.energy().value(flow.initial_state()) - infimum);
}
}  // namespace

// Of the Fisher-Rao geometry: a constant ratio s = rho/pi has the quotient s log(s)^2/(s log s - s + 1) for
// KL and (s-1)^2/(s (s - 1 - log s)) for inclusive KL, which fall away from s = 1 to one side: the smallest
// is that of the initial ratio, or 2.
TEST(DecayConstants, PointwiseIsTheScalarQuotient)
{
  const auto kl = [](double s) { return s * std::pow(std::log(s), 2) / (s * std::log(s) - s + 1); };
  const auto inclusive = [](double s) { return std::pow(s - 1, 2) / (s * (s - 1 - std::log(s))); };
  const std::string fisher_rao = "geometry/name = Fisher-Rao; ";
  for (const double s : {0.05, 0.5, 3.}) {
    const std::string start = fisher_rao + "initial state/formula = " + std::to_string(s) + ";";
    EXPECT_NEAR(constant_of(start + "energy/name = KL"), std::min(2., kl(s)), 1e-9) << s;
    EXPECT_NEAR(constant_of(start + "energy/name = inclusive-KL"), std::min(2., inclusive(s)), 1e-9) << s;
  }
  // theta = rho^2, f' = 1 - pi/rho: s (s-1)^2/(s - 1 - log s), which falls with s
  EXPECT_NEAR(constant_of("geometry/name = power-mobility Fisher-Rao; geometry/exponent = 2; energy/name = "
                          "inclusive-KL; initial state/formula = 0.2"),
              0.64 / (0.2 - 1 - std::log(0.2)), 1e-9);
}

// The quotient of the state is never below the constant that its start gives, in each theory.
TEST(DecayConstants, AreBelowTheQuotientAtTheStart)
{
  for (const std::string settings :
       {"geometry/name = Fisher-Rao; initial state/formula = exp(2*cos(pi*x)); target/formula = "
        "exp(cos(3*pi*x))",
        "geometry/name = spherical Fisher-Rao; initial state/formula = exp(2*cos(pi*x)); initial state/mass "
        "= 1; "
        "target/formula = exp(cos(3*pi*x)); target/mass = 1",
        "geometry/name = Wasserstein; target/formula = exp(-3*x^2); target/mass = 1; initial state/formula = "
        "1 + "
        "0.5*cos(pi*x)",
        "geometry/name = L2; energy/name = L2-distance; initial state/formula = cos(pi*x)",
        "geometry/name = H-1; energy/name = L2-distance; initial state/formula = 1 + cos(pi*x)",
        "geometry/name = L2; energy/name = Dirichlet; initial state/formula = cos(pi*x)"}) {
    const Flow flow = flow_of(settings);
    const auto constants = decay_constants(flow);
    ASSERT_FALSE(constants.empty()) << settings;
    EXPECT_GE(quotient(flow, infimum_of(flow, {&flow.initial_state()}).high),
              constants.front().value * (1 - 1e-8))
        << settings;
  }
}

// The slowest mode of the box has the rate of the gap exactly, and a Gaussian well its curvature, not half or
// twice of it.
TEST(DecayConstants, AreSharpForSlowestModes)
{
  EXPECT_NEAR(constant_of("geometry/name = H-1; energy/name = L2-distance"), 2 * pi * pi, 1e-10);
  EXPECT_NEAR(constant_of("geometry/name = L2; energy/name = Dirichlet"), 2 * pi * pi, 1e-10);
  EXPECT_NEAR(constant_of("geometry/name = L2; energy/name = Dirichlet; domain/boundary = periodic"),
              8 * pi * pi, 1e-10);
  EXPECT_NEAR(constant_of("geometry/name = Wasserstein; target/formula = exp(-8*(x-0.5)^2)"), 32, 1e-6);
  EXPECT_NEAR(constant_of("geometry/name = Wasserstein"), 2 * pi * pi, 1e-10);  // uniform: the gap
  EXPECT_NEAR(constant_of("geometry/name = Wasserstein; energy/name = free-energy; energy/V = 8*(x-0.5)^2"),
              32, 1e-6);
  const Flow slow =
      flow_of("geometry/name = H-1; energy/name = L2-distance; initial state/formula = 1 + cos(pi*x)");
  EXPECT_NEAR(quotient(slow, 0), 2 * pi * pi, 1e-6);
}

// m^2/(exp(m) - 1 - m): 2 at 0 by its series, and the closed form beyond.
TEST(DecayConstants, SphericalConstantIsSmooth)
{
  EXPECT_NEAR(spherical_constant(0), 2, 1e-14);
  EXPECT_NEAR(spherical_constant(0.999e-3), spherical_constant(1.001e-3), 1e-5);
  EXPECT_NEAR(spherical_constant(1), 1 / (std::exp(1.) - 2), 1e-12);
}

// Mixed second derivatives count: V = x^2/2 + y^2/2 + 0.9 xy has the eigenvalues 1.9 and 0.1.
TEST(DecayConstants, ConvexityIsThatOfTheWholeSecondDerivative)
{
  EXPECT_NEAR(
      constant_of("domain/dimension = 2; domain/cells = 4; geometry/name = Wasserstein; energy/name = "
                  "free-energy; energy/V = 5*x^2 + 5*y^2 + 9*x*y"),
      2 * 1., 1e-6);
  // not convex: no constant from convexity, but one of a bounded perturbation
  const auto found =
      decay_constants(flow_of("geometry/name = Wasserstein; target/formula = exp(cos(2*pi*x))"));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NEAR(found[0].value, 2 * pi * pi * std::exp(-2.), 1e-6);
}
