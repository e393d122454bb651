// SPDX-License-Identifier: LGPL-2.1-or-later
// Structure-preserving integrators: the balance of energy and dissipation holds for every step.
#include <gammaflow/base/errors.h>

#include "tests/flows/flow_checks.h"

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
struct Case {
  std::string name, settings;
  double end;
};
const std::string line = "domain/cells = 8; domain/degree = 4; ";
const std::string density =
    "target/formula = exp(0.7*cos(6.283185307179586*x)); initial state/formula = "
    "exp(-cos(3.141592653589793*x)); ";
const std::string field = "initial state/formula = 0.1 + 0.6*cos(3.141592653589793*x); ";
const std::vector<Case> cases = {
    {"Fokker-Planck", line + density + "energy/name = KL; geometry/name = Wasserstein", 0.05},
    {"spherical HK",
     line + density + "energy/name = KL; geometry/name = spherical Hellinger-Kantorovich; geometry/beta = 20",
     0.05},
    {"porous medium",
     line + density + "energy/name = free-energy; energy/internal = power; geometry/name = Wasserstein",
     0.02},
    {"Allen-Cahn", line + field + "energy/name = Ginzburg-Landau; energy/kappa = 0.02; geometry/name = L2",
     1},
    {"Cahn-Hilliard",
     line + field +
         "energy/name = Ginzburg-Landau; energy/kappa = 0.02; geometry/name = H-1; geometry/mobility = 1.2 - "
         "u^2/2",
     0.02},
    {"L2-distance", line + field + "energy/name = L2-distance; geometry/name = L2; target/formula = x", 1},
    {"Allen-Cahn in 2D",
     "domain/dimension = 2; domain/cells = 6; domain/degree = 3; energy/name = Ginzburg-Landau; "
     "energy/kappa = 0.02; geometry/name = L2; initial state/formula = 0.1 + "
     "0.6*cos(3.141592653589793*x)*cos(6.283185307179586*y)",
     1},
    {"Fokker-Planck in 2D",
     "domain/dimension = 2; domain/cells = 6; domain/degree = 3; energy/name = KL; geometry/name = "
     "Wasserstein; "
     "target/formula = exp(0.7*cos(6.283185307179586*x)*cos(3.141592653589793*y)); initial state/formula = "
     "exp(-cos(3.141592653589793*x))",
     0.05}};
}  // namespace

// A projection or quadrature that does not fit u' leaves the balance open by a power of the step: here 4 and
// 8 steps close it to the same round-off. And the orders, 2 and 4.
TEST(Balance, ExactForEveryStep)
{
  for (const Case &c : cases) {
    const Flow flow = flow_of(c.settings);
    const double scale = std::max(1., std::abs(flow.energy().value(flow.initial_state())));
    const Vector reference = fixed_steps(flow, "cpg2", c.end, 64).state;
    for (const auto &[integrator, order] : {std::pair<const char *, double>{"avf", 2}, {"cpg2", 4}}) {
      const FixedSteps coarse = fixed_steps(flow, integrator, c.end, 4),
                       fine = fixed_steps(flow, integrator, c.end, 8);
      EXPECT_LT(coarse.balance, 2e-12 * scale) << c.name << ", " << integrator;
      EXPECT_LT(fine.balance, 2e-12 * scale) << c.name << ", " << integrator;
      const double observed =
          std::log2(l1(flow.space(), coarse.state, reference) / l1(flow.space(), fine.state, reference));
      std::cout << "  " << c.name << ", " << integrator << ": order " << observed << " ("
                << l1(flow.space(), fine.state, reference) << "), balance " << coarse.balance
                << ", iterations per step " << fine.iterations / 8. << "\n";
      EXPECT_GT(observed, order - 0.5) << c.name << ", " << integrator;
      const double mass = flow.space().integrate(fine.state) - flow.space().integrate(flow.initial_state());
      if (flow.conserves_mass()) EXPECT_LT(std::abs(mass), 1e-12 * scale) << c.name << ", " << integrator;
    }
  }
}

// With adaptive steps, against a diagonally implicit method: two formulations of the same flow, density and
// logarithm, agree.
TEST(Balance, TwoFormulationsAgree)
{
  for (const Case &c : cases) {
    if (c.name == "L2-distance") continue;
    const Flow flow = flow_of(c.settings);
    const Trajectory a = evolve(flow, options_for(c.end, 1e-7, "cpg2", 2)),
                     b = evolve(flow, options_for(c.end, 1e-7, "sdirk4", 2));
    EXPECT_LT(distance(a.states.back(), b.states.back()), 2e-5) << c.name;
    EXPECT_TRUE(keeps_promises(flow, a, 1e-10)) << c.name;
    EXPECT_NEAR(a.ledger.back().primal_dissipated, b.ledger.back().primal_dissipated, 2e-6) << c.name;
    EXPECT_NEAR(a.ledger.back().dual_dissipated, b.ledger.back().dual_dissipated, 2e-6) << c.name;
  }
}

// What is left of the energy near a constant state is far below the round-off of u.A u.
TEST(Balance, RelaxedAndConstantStatesAreNotTakenForAnIncrease)
{
  for (const std::string &settings :
       {std::string("energy/name = Dirichlet; geometry/name = L2; initial state/formula = 1 + "
                    "0.5*cos(3.141592653589793*x)"),
        std::string("energy/name = Dirichlet; geometry/name = H-1; initial state/formula = 20 + "
                    "cos(3.141592653589793*x)"),
        std::string("energy/name = Dirichlet; geometry/name = Wasserstein; initial state/formula = 2 + "
                    "cos(3.141592653589793*x)"),
        std::string("energy/name = Dirichlet; geometry/name = L2; initial state/formula = 1000"),
        std::string(
            "energy/name = Ginzburg-Landau; energy/kappa = 10; geometry/name = L2; initial state/formula = "
            "0.5 + 0.2*cos(3.141592653589793*x)")})
    for (const std::string &integrator : {std::string("auto"), std::string("avf")}) {
      SCOPED_TRACE(settings + ", " + integrator);
      const Flow flow = flow_of("domain/cells = 32; domain/degree = 4; " + settings);
      EXPECT_NO_THROW(evolve(flow, options_for(10, 1e-6, integrator, 2)));
    }
}

TEST(Balance, RefusedWhereThereIsNone)
{
  const auto integrator = [](const std::string &settings) {
    return integrator_for(flow_of(settings), options_for(1, 1e-6, "avf"));
  };
  EXPECT_THROW(integrator(density + "energy/name = KL; geometry/name = Fisher-Rao"), InputError);
  EXPECT_THROW(integrator("energy/name = Dirichlet; geometry/name = L2; source/formula = 1"), InputError);
  EXPECT_EQ(integrator("energy/name = Dirichlet; geometry/name = L2"), "avf");
}
