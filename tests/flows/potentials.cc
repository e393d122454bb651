// SPDX-License-Identifier: LGPL-2.1-or-later
// Potentials with two continuous derivatives and no more, and potentials that are defined between bounds.
#include <gammaflow/base/errors.h>
#include <gammaflow/time/evolve/evolve.h>

#include <gtest/gtest.h>

#include "tests/flows/flow_checks.h"
#include <cmath>
#include <functional>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const std::string ginzburg_landau = "energy/name = Ginzburg-Landau; domain/degree = 4; ";

std::string refusal(const std::string &assignments)
{
  try {
    flow_of(assignments);
    return "";
  } catch (const InputError &error) {
    return error.what();
  }
}

std::string failure_of(const Flow &flow, const EvolveOptions &options)
{
  try {
    evolve(flow, options);
    return "";
  } catch (const NumericalFailure &failure) {
    return failure.what();
  }
}

/// int_a^b g by Simpson's rule with u = a + (b - a) sin^2(t), which takes roots at the ends away.
double integral(const std::function<double(double)> &g, double a, double b)
{
  const int n = 20000;
  double sum = 0;
  for (int i = 0; i <= n; ++i) {
    const double t = M_PI / 2 * i / n, s = std::sin(t);
    sum += (i == 0 || i == n ? 1 : i % 2 ? 4 : 2) * g(a + (b - a) * s * s) * (b - a) * std::sin(2 * t);
  }
  return sum * M_PI / 2 / n / 3;
}
}  // namespace

// A penalty of an obstacle, max(0, u-1)^3, has two continuous derivatives. The energy of a stationary
// interface between the minima -a and a of f is int sqrt(2 kappa (f - f(a))), and f(a) everywhere else.
TEST(Potentials, WithTwoContinuousDerivativesAreSolved)
{
  const Flow flow = flow_of(ginzburg_landau +
                            "energy/f = (1-u^2)/2 + 1e4*(max(0,u-1)^3-min(0,u+1)^3); energy/kappa = 0.01; "
                            "geometry/name = L2; domain/lower = -1; domain/upper = 1; domain/cells = 40; "
                            "initial state/formula = tanh(x/0.2)");
  const Trajectory trajectory = evolve(flow, options_for(20, 1e-6, "auto", 1));
  EXPECT_TRUE(keeps_promises(flow, trajectory, 1e-4));
  // u = 3e4 (u-1)^2
  const double a = 1 + (1 + std::sqrt(1 + 12e4)) / 6e4;
  const auto f = [](double u) {
    const double above = std::max(0., std::abs(u) - 1);
    return (1 - u * u) / 2 + 1e4 * above * above * above;
  };
  const double exact =
      2 * f(a) + integral([&](double u) { return std::sqrt(2 * 0.01 * std::max(0., f(u) - f(a))); }, -a, a);
  EXPECT_NEAR(flow.space().maximum(trajectory.states.back()), a, 1e-5);
  EXPECT_NEAR(trajectory.ledger.back().energy, exact, 1e-4 * exact);
}

// What is no potential of two continuous derivatives is still refused, and where it is not is said.
TEST(Potentials, WithKinksAreRefused)
{
  const std::string l2 = ginzburg_landau + "geometry/name = L2; energy/f = ";
  for (const char *const smooth :
       {"max(0,u)^3", "abs(u)^3", "abs(u)^2.5", "if(u<0.3, 0, (u-0.3)^3)", "1e6*u^4", "tanh(u/1e-3)",
        "(u^2-1)^2/4 + 1e12", "max(0,u)^3 - 3e14", "max(0,u-0.1)^4 + cos(20*u)"})
    EXPECT_EQ(refusal(l2 + smooth), "") << smooth;
  for (const char *const kinked :
       {"max(0,u)^2", "abs(u)", "u*abs(u)", "if(u<0.3, 0, (u-0.3)^2)", "if(u<0.3, 0, 1)",
        "if(u<0.3, 0, 1) + 1e12", "abs(u) + 1e6", "1e4*max(0,u-1)^2", "abs(u)^1.5", "1/(u-0.213)"})
    EXPECT_NE(refusal(l2 + kinked).find("is not smooth near u = "), std::string::npos) << kinked;
}

// A blend with chi N = 80: at the binodal values u and 1 - u are e^-80, which numbers near 1 do not tell from
// nothing. The energy of the interface is int sqrt(2 kappa f); it does not know.
TEST(Potentials, WithLogarithmsAreSolvedAtTheirBounds)
{
  const Flow flow =
      flow_of(ginzburg_landau +
              "energy/f = (u*log(u)+(1-u)*log(1-u))/1000 + 0.08*u*(1-u); energy/kappa = 0.08/6; "
              "geometry/name = H-1; domain/upper = 2; domain/cells = 16; "
              "initial state/formula = 0.5 + 0.1*cos(pi*x/2)");
  const Trajectory trajectory = evolve(flow, options_for(1000, 1e-6, "auto", 1));
  EXPECT_TRUE(keeps_promises(flow, trajectory, 1e-4));
  const auto f = [](double u) {
    return (u * std::log(u) + (1 - u) * std::log1p(-u)) / 1000 + 0.08 * u * (1 - u);
  };
  const double exact = integral(
      [&](double u) { return u > 0 && u < 1 ? std::sqrt(2 * 0.08 / 6 * std::max(0., f(u))) : 0.; }, 0, 1);
  EXPECT_NEAR(trajectory.ledger.back().energy, exact, 1e-3 * exact);
  const Vector &u = trajectory.states.back();
  const double low = flow.space().minimum(u), high = flow.space().maximum(u);
  EXPECT_GT(low, 0);
  EXPECT_LT(low, 1e-9);
  EXPECT_LT(high, 1);
  EXPECT_GT(high, 1 - 1e-9);
}

// chi N = 12: the binodal value, the root of log(u/(1-u)) = -12 (1-2u), is 6.1e-6 and resolved.
TEST(Potentials, WithLogarithmsReachTheirBinodal)
{
  const Flow flow = flow_of(ginzburg_landau +
                            "energy/f = u*log(u)+(1-u)*log(1-u) + 12*u*(1-u); energy/kappa = 0.5; "
                            "geometry/name = H-1; domain/upper = 3; domain/cells = 32; "
                            "initial state/formula = 0.5 + 0.1*cos(pi*x/3)");
  const Trajectory trajectory = evolve(flow, options_for(400, 1e-8, "auto", 2));
  double binodal = 1e-5;
  for (int i = 0; i < 50; ++i) binodal = 1 / (1 + std::exp(12 * (1 - 2 * binodal)));
  EXPECT_NEAR(flow.space().evaluate(trajectory.states.back(), {{3, 0, 0}}), binodal, 1e-4 * binodal);
}

// Bounds are said: of an initial state beyond them, and of a flow that nothing keeps inside.
TEST(Potentials, NameTheBoundThatIsReached)
{
  const std::string outside = refusal(ginzburg_landau +
                                      "energy/f = u*log(u)+(1-u)*log(1-u); geometry/name = L2; "
                                      "initial state/formula = 0.5 + 0.6*cos(pi*x)");
  EXPECT_NE(outside.find("f has the bounds 0 and 1"), std::string::npos) << outside;
  const std::string l2 = ginzburg_landau + "geometry/name = L2; domain/cells = 4; ";
  // u' = 1.5 sqrt(1-u) + 1 reaches 1, and f ends there.
  const Flow flow = flow_of(l2 + "energy/f = (1-u)^1.5 - u; initial state/formula = 0.5 + 0.1*cos(pi*x)");
  const std::string failure = failure_of(flow, options_for(2, 1e-6, "auto", 2));
  EXPECT_NE(failure.find("u has reached the bound 1 of f"), std::string::npos) << failure;
  for (const char *const wrong : {"1, 0", "1", "0, 1, 2", "2, 3"})
    EXPECT_NE(refusal(l2 + "energy/f = sqrt(u*(1-u)); initial state/formula = 0.5; energy/bounds = " + wrong)
                  .find("bounds"),
              std::string::npos)
        << wrong;
  EXPECT_EQ(refusal(l2 + "energy/f = -sqrt(1-u); initial state/formula = 0.5; energy/bounds = -3, 1"), "");
}
