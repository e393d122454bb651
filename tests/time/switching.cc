// SPDX-License-Identifier: LGPL-2.1-or-later
// Which integrator `auto` takes for differential operators.
#include <gammaflow/time/evolve/evolve.h>
#include <gammaflow/time/integrators/switching_integrator.h>

#include <gtest/gtest.h>

#include "tests/flows/flow_checks.h"
#include "tests/support/same_bits.h"
#include <iostream>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
/// u' = D div(u grad u), D = 2.53, from a narrow Gaussian of mass 0.37/4 in a corner; time is D t/2.
std::string porous_medium(unsigned cells)
{
  return "domain/dimension = 2; domain/upper = 3; domain/degree = 2; energy/name = free-energy; "
         "energy/internal "
         "= power; energy/power exponent = 2; geometry/name = Wasserstein; initial state/formula = "
         "0.37/(0.01*pi)*exp(-100*(x^2+y^2)); initial state/floor = 1e-6; domain/cells = " +
         std::to_string(cells);
}
const std::string allen_cahn =
    "domain/dimension = 2; domain/cells = 16; domain/degree = 2; energy/name = Ginzburg-Landau; energy/kappa "
    "= "
    "0.01; geometry/name = L2; initial state/formula = 0.3*cos(3*pi*x)*cos(2*pi*y)";
const std::string cahn_hilliard =
    "domain/dimension = 2; domain/cells = 12; domain/degree = 2; energy/name = Ginzburg-Landau; energy/kappa "
    "= "
    "0.01; geometry/name = H-1; initial state/formula = 0.3*cos(2*pi*x)*cos(pi*y)";
const std::string fokker_planck =
    "domain/dimension = 2; domain/lower = -4; domain/upper = 4; domain/cells = 16; domain/degree = 2; "
    "energy/name = KL; geometry/name = Wasserstein; initial state/kind = Gaussian; initial state/deviation = "
    "1.3; target/kind = Gaussian; target/deviation = 1; target/mean = 0.3";

/// Evaluations of rates, and what stands for them in implicit steps: two corrections per stage, a residual
/// and a product with the linearization each, and a product per iteration.
double cost(const Trajectory &trajectory)
{
  double sum = 0;
  for (const auto &row : trajectory.ledger)
    sum += (row.solver_iterations > 0 ? 4. : 1.) * row.rate_evaluations + row.solver_iterations;
  return sum;
}

/// Of auto, of rkc at the tolerance that auto gives it, and of kvaerno5.
std::vector<double> all_costs(const std::string &assignments, double end, double tolerance)
{
  const Flow flow = flow_of(assignments);
  std::vector<double> costs;
  for (const std::string integrator : {"auto", "rkc", "kvaerno5"})
    costs.push_back(
        cost(evolve(flow, options_for(end, integrator == "rkc" ? tolerance / 4 : tolerance, integrator, 8))));
  std::cout << "  auto " << costs[0] << ", rkc " << costs[1] << ", kvaerno5 " << costs[2] << "\n";
  return costs;
}
}  // namespace

// Always implicit, the porous medium equation costs several times as much; always explicit, the Cahn-Hilliard
// equation does. Counts, which are the same on every machine.
TEST(Switching, CostsAtMostTwiceTheBest)
{
  for (const double tolerance : {1e-4, 1e-6})
    for (const auto &[flow, end] : {std::make_pair(porous_medium(10), 3.), std::make_pair(allen_cahn, 4.),
                                    std::make_pair(fokker_planck, 1.)}) {
      const auto costs = all_costs(flow, end, tolerance);
      // Where explicit steps would be many, implicit ones are taken though they count a little more.
      EXPECT_LE(costs[0], (tolerance < 1e-5 ? 2.5 : 2) * std::min(costs[1], costs[2]))
          << flow << ", tolerance " << tolerance;
    }
  // Must fail: always the one, or always the other.
  const auto fourth_order = all_costs(cahn_hilliard, 0.1, 1e-4);
  EXPECT_LE(fourth_order[0], 2 * std::min(fourth_order[1], fourth_order[2]));
  EXPECT_GT(fourth_order[1], 2 * fourth_order[2]);
  const auto fronts = all_costs(porous_medium(10), 3, 1e-4);
  EXPECT_GT(fronts[2], 2 * fronts[1]);
}

// The value at (2,0) of finer meshes, 0.014672, to the error of this one (36^2 cells: 0.014670).
TEST(Switching, SolvesThePorousMediumEquation)
{
  const Flow flow = flow_of(porous_medium(24));
  const Trajectory trajectory = evolve(flow, options_for(15.18, 1e-4, "auto", 1));
  EXPECT_NEAR(flow.space().evaluate(trajectory.states.back(), {{2, 0, 0}}), 0.014672, 6e-5);
}

// Nothing but the state and the step is remembered at output times.
TEST(Switching, GivesTheSameBits)
{
  for (const std::string &flow : {porous_medium(6), cahn_hilliard}) {
    const Flow one = flow_of(flow), other = flow_of(flow);

    expect_the_same_bits(evolve(one, options_for(0.1, 1e-5, "auto", 3)),
                         evolve(other, options_for(0.1, 1e-5, "auto", 3)));
  }
}

// Evolutions that are compared to tell errors are of one method.
TEST(Switching, IsNotForCompanions)
{
  const Flow flow = flow_of(porous_medium(6));
  EvolveOptions options = options_for(1, 1e-4);
  EXPECT_EQ(integrator_for(flow, options), "rkc or kvaerno5");
  options.largest_interval = 0.5;
  EXPECT_EQ(integrator_for(flow, options), "kvaerno5");
  options.largest_interval = 0;
  options.tolerance = 1e-9;  // and where accuracy asks for more steps than stability
  EXPECT_EQ(integrator_for(flow_of(allen_cahn), options), "kvaerno5");
}
