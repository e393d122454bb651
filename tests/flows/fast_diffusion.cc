// SPDX-License-Identifier: LGPL-2.1-or-later
// Fast diffusion: vacuum fills at once, and a state needs no floor.
#include <gammaflow/base/errors.h>
#include <gammaflow/time/evolve/evolve.h>

#include <gtest/gtest.h>

#include "tests/flows/flow_checks.h"
#include <cmath>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
std::string diffusion(const std::string &exponent)
{
  return "energy/name = free-energy; energy/internal = power; geometry/name = Wasserstein; domain/degree = "
         "2; "
         "energy/power exponent = " +
         exponent + "; ";
}
const std::string gaussian =
    "domain/lower = -20; domain/upper = 20; domain/cells = 100; initial state/formula = "
    "exp(-x^2/2)/sqrt(2*pi); ";
}  // namespace

// m = 1/2 from a Gaussian that is 5e-88 at the walls. The values are those of finite volumes for u' =
// (u^m)'', extrapolated from 2000 and 4000 cells (backward differentiation formulas of u itself).
TEST(FastDiffusion, FillsVacuumWithoutAFloor)
{
  const Flow flow = flow_of(diffusion("0.5") + gaussian);
  EXPECT_TRUE(flow.vacuum_filled());
  EXPECT_LT(flow.space().minimum(flow.initial_state()), 1e-25);
  const Trajectory trajectory = evolve(flow, options_for(2, 1e-5, "auto", 1));
  EXPECT_TRUE(keeps_promises(flow, trajectory, 1e-4));
  const Vector &u = trajectory.states.back();
  const double exact[][2] = {{0, 0.1481245}, {2, 0.1005934}, {5, 0.0268171}, {15, 9.29546e-4}};
  for (const auto &[x, value] : exact)
    EXPECT_NEAR(flow.space().evaluate(u, {{x, 0, 0}}), value, 5e-5 * value) << x;
}

// Other exponents, other elements, and a floor that changes nothing. Without the floor the twin with m > 1,
// whose energy does not keep a density from vanishing, has to end and to say so.
TEST(FastDiffusion, DoesNotKnowOfTheFloor)
{
  for (const char *const m : {"0.3", "0.8"})
    for (const char *const elements : {"", "domain/degree = 1; domain/cells = 200; "}) {
      const auto final_state = [&](const std::string &floor) {
        const Flow flow = flow_of(diffusion(m) + gaussian + elements + floor);
        return evolve(flow, options_for(1, 1e-6, "auto", 1)).states.back();
      };
      const Vector without = final_state(""), with = final_state("initial state/floor = 1e-11");
      EXPECT_LT(distance(without, with), 3e-6) << m << " " << elements;
    }
  EXPECT_FALSE(flow_of(diffusion("2") + gaussian).vacuum_filled());
}

// Vacuum that is given as such: a box, whose edges lie between nodes. Its floor of 1e-11 changes nothing.
// Must be refused: where nothing fills it, and a negative density.
TEST(FastDiffusion, FillsTheVacuumAroundABox)
{
  const std::string box = "domain/lower = -4; domain/upper = 4; domain/cells = 40; initial state/formula = ";
  const auto final_state = [&](const std::string &more) {
    const Flow flow = flow_of(diffusion("0.5") + box + "if(abs(x)<0.91,0.5,0); " + more);
    const Trajectory trajectory = evolve(flow, options_for(1, 1e-5, "auto", 1));
    EXPECT_TRUE(keeps_promises(flow, trajectory, 1e-3));
    return trajectory.states.back();
  };
  EXPECT_LT(distance(final_state(""), final_state("initial state/floor = 1e-11")), 1e-5);
  for (const std::string m : {"1.5", "2"})
    EXPECT_THROW(flow_of(diffusion(m) + box + "if(abs(x)<0.91,0.5,0)"), InputError) << m;
  EXPECT_THROW(flow_of(diffusion("0.5") + box + "if(abs(x)<0.91,0.5,-1e-9)"), InputError);
}

// The relative entropy with exponent 1/2 likewise, in units of the target.
TEST(FastDiffusion, OfARelativeEntropy)
{
  const std::string relative =
      gaussian +
      "geometry/name = Wasserstein; energy/name = power; energy/exponent = 0.5; domain/degree = 2; "
      "target/formula = 1/(1+x^2)^2; ";
  const auto final_state = [&](const std::string &floor) {
    const Flow flow = flow_of(relative + floor);
    EXPECT_EQ(flow.vacuum_filled(), floor.empty());
    return evolve(flow, options_for(1, 1e-6, "auto", 1)).states.back();
  };
  EXPECT_LT(distance(final_state(""), final_state("initial state/floor = 1e-10")), 3e-6);
}

// Must fail: from there without raising it, no step is short enough.
TEST(FastDiffusion, NeedsVacuumToBeRaised)
{
  const Flow flow = flow_of(diffusion("0.5") + gaussian);
  const Vector thin =
      flow.space().sample([](const Point &x) { return std::exp(-x[0] * x[0] / 2) / std::sqrt(2 * M_PI); });
  EXPECT_THROW(evolve(flow.started_from(thin), options_for(1, 1e-5, "kvaerno5", 1)), NumericalFailure);
}
