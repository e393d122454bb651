// SPDX-License-Identifier: LGPL-2.1-or-later
// Fronts of degenerate flows: densities that vanish.
#include <gammaflow/evolutions/closed_forms/closed_form.h>
#include <gammaflow/time/evolve/evolve.h>

#include <gtest/gtest.h>

#include "tests/flows/flow_checks.h"
#include <cmath>
#include <iostream>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
std::string porous_medium(unsigned degree, unsigned cells, const std::string &more)
{
  return "energy/name = free-energy; energy/internal = power; energy/power exponent = 2; geometry/name = "
         "Wasserstein; initial state/kind = Barenblatt; initial state/floor = 1e-6; domain/degree = " +
         std::to_string(degree) + "; domain/cells = " + std::to_string(cells) + "; " + more;
}
}  // namespace

// Elements of degree 2 and more want to be negative ahead of a front: their logarithm went to minus infinity,
// and the run ended. The error is that of the kink, of second order.
TEST(Fronts, AdvanceThroughElementsOfHighDegree)
{
  for (const unsigned degree : {2u, 3u, 4u}) {
    const auto error_on = [&](unsigned nodes) {
      const Flow flow = flow_of(porous_medium(
          degree, nodes / degree, "domain/lower = -3; domain/upper = 3; initial state/age = 0.2"));
      const Trajectory trajectory = evolve(flow, options_for(0.5, 1e-6, "auto", 2));
      EXPECT_TRUE(keeps_promises(flow, trajectory, 1e-4));
      EXPECT_NEAR(trajectory.ledger.back().mass, trajectory.ledger.front().mass, 1e-12);
      return l1(flow.space(), trajectory.states.back(), find_closed_form(flow)->state(0.5));
    };
    const double coarse = error_on(48), fine = error_on(384);
    const double order = std::log2(coarse / fine) / 3;
    std::cout << "  degree " << degree << ": errors " << coarse << ", " << fine << ", order " << order
              << "\n";
    EXPECT_GT(order, 1.4);
    EXPECT_LT(fine, 5e-4);
  }
}

// A front that retreats empties nodes: at degree 1, too, the logarithm went to minus infinity. What is left
// is 2 rho + 4 x^2 = C on its support, C = 3^(2/3).
TEST(Fronts, RetreatToTheEquilibrium)
{
  for (const unsigned degree : {1u, 3u}) {
    const Flow flow = flow_of(
        porous_medium(degree, 48 / degree,
                      "domain/lower = -1.5; domain/upper = 1.5; initial state/age = 0.3; energy/V = 4*x^2"));
    const Trajectory trajectory = evolve(flow, options_for(2, 1e-5, "auto", 2));
    EXPECT_TRUE(keeps_promises(flow, trajectory, 1e-3));
    EXPECT_NEAR(trajectory.ledger.back().mass, trajectory.ledger.front().mass, 1e-12);
    const double C = std::cbrt(9.);
    const Vector exact =
        flow.space().sample([=](const Point &x) { return std::max((C - 4 * x[0] * x[0]) / 2, 0.); });
    const double error = l1(flow.space(), trajectory.states.back(), exact);
    std::cout << "  degree " << degree << ": error " << error << ", smallest density "
              << trajectory.ledger.back().minimum << "\n";
    EXPECT_LT(error, 4e-3);
    EXPECT_GT(trajectory.ledger.back().minimum, 0);
    EXPECT_LT(trajectory.ledger.back().minimum, 1e-40);  // vacuum
  }
}

// In two dimensions, on a box and on the curved cells of a disk.
TEST(Fronts, RetreatInTwoDimensions)
{
  for (const char *const shape : {"", "domain/shape = mesh; domain/mesh generator = disk; "}) {
    const std::string cells = *shape ? "domain/mesh refinements = 2; " : "domain/cells = 10; ";
    const Flow flow = flow_of(
        "energy/name = free-energy; energy/internal = power; energy/power exponent = 2; geometry/name = "
        "Wasserstein; initial state/kind = Barenblatt; initial state/floor = 1e-6; initial state/age = 0.1; "
        "energy/V = 2*(x^2 + y^2); domain/dimension = 2; domain/degree = 2; domain/lower = -1.5; "
        "domain/upper "
        "= 1.5; " +
        cells + shape);
    const Trajectory trajectory = evolve(flow, options_for(0.6, 1e-4, "auto", 1));
    EXPECT_TRUE(keeps_promises(flow, trajectory, 1e-3));
    EXPECT_NEAR(trajectory.ledger.back().mass, trajectory.ledger.front().mass, 1e-11);
    // 2 rho + 2 r^2 = 2 R^2 with the mass pi R^4 / 2 = 1
    const double R2 = std::sqrt(2 / std::acos(-1.));
    const Vector exact =
        flow.space().sample([=](const Point &x) { return std::max(R2 - x[0] * x[0] - x[1] * x[1], 0.); });
    const double error = l1(flow.space(), trajectory.states.back(), exact);
    std::cout << "  " << flow.space().n_nodes() << " nodes: error " << error << ", "
              << trajectory.ledger.back().steps << " steps\n";
    EXPECT_LT(error, 5e-2);
  }
}

// Discrete gradients balance at fronts too: K is taken at the force that the step applies.
TEST(Fronts, EnergyAndDissipationBalanceToRoundOff)
{
  const Flow flow = flow_of(porous_medium(
      2, 20, "domain/lower = -1.5; domain/upper = 1.5; initial state/age = 0.3; initial state/floor = 1e-3"));
  const Trajectory trajectory = evolve(flow, options_for(0.05, 1e-3, "avf", 1));
  std::cout << "  avf: balance " << trajectory.ledger.back().edb_residual << "\n";
  EXPECT_LT(std::abs(trajectory.ledger.back().edb_residual), 1e-9);
}

// R(u, .) is the dual of R*(u, .) also where that is not quadratic: Fenchel's equality at v = K(u) xi, found
// from v alone. Must fail: the fluxes of the opposite force.
TEST(Fronts, PrimalDissipationIsTheDual)
{
  const Flow flow =
      flow_of(porous_medium(3, 12, "domain/lower = -1.5; domain/upper = 1.5; initial state/age = 0.2"));
  const Vector &u = flow.initial_state();
  const Geometry &geometry = flow.geometry();
  const Vector xi = flow.space().sample([](const Point &x) { return std::sin(3 * x[0] + 1) + x[0]; });
  Vector v = u, twice = xi, w = u;
  geometry.onsager_apply(u, xi, v);
  EXPECT_NEAR(geometry.primal_dissipation(u, v), geometry.dual_dissipation(u, xi),
              1e-8 * geometry.dual_dissipation(u, xi));
  twice *= -1.;
  const auto opposite = geometry.at_force(u, twice);
  ASSERT_TRUE(opposite);
  EXPECT_GT(std::abs(opposite->dual_dissipation(u, xi) / geometry.dual_dissipation(u, xi) - 1), 1e-4);
}

// Rates that take the mass at a front from the emptier node: an explicit method would go another way than an
// implicit one, and the rates of the ledger would not be what the energy loses. Must fail: the fluxes of the
// opposite force.
TEST(Fronts, ExplicitRatesAreThoseOfTheStages)
{
  const Flow flow =
      flow_of(porous_medium(2, 24, "domain/lower = -2; domain/upper = 2; initial state/age = 0.2"));
  const Trajectory implicit = evolve(flow, options_for(0.02, 1e-6, "kvaerno5", 1)),
                   stabilized = evolve(flow, options_for(0.02, 1e-6, "rkc", 1));
  EXPECT_LT(l1(flow.space(), implicit.states.back(), stabilized.states.back()), 1e-5);

  const Vector &u = implicit.states.back();
  Vector xi = u, v = u;
  flow.energy().first_variation(u, xi);
  flow.geometry().onsager_apply(u, xi, v);
  const double lost = flow.space().inner(xi, v);
  EXPECT_NEAR(implicit.ledger.back().primal_rate + implicit.ledger.back().dual_rate, lost, 1e-8 * lost);
  xi *= -1.;
  flow.geometry().onsager_apply(u, xi, v);
  EXPECT_GT(std::abs(flow.space().inner(xi, v) - lost), 1e-6 * lost);
}
