// SPDX-License-Identifier: LGPL-2.1-or-later
// Exact flows with differential operators against their closed forms.
#include <gammaflow/base/errors.h>

#include "tests/flows/flow_checks.h"

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
struct Case {
  std::string name, settings, form;
  double end, tolerance, error, balance;
};

const std::string hk =
    "energy/name = KL; domain/lower = -7; domain/upper = 7; domain/cells = 40; domain/degree = 4; "
    "target/kind = Gaussian; target/mean = 0; target/deviation = 1; initial state/kind = Gaussian; "
    "initial state/mean = 0.5; initial state/deviation = 0.8; geometry/alpha = 0.7; geometry/beta = 1.3; ";
const std::string cosine =
    "domain/cells = 8; domain/degree = 5; initial state/formula = 1 + 0.5*cos(3.14159265358979324*x); ";
const std::string field =
    "domain/cells = 8; domain/degree = 5; initial state/formula = cos(3.14159265358979324*x) + 0.3; ";
const std::string modes = "quadratic energy, flat geometry, intrinsic kernels",
                  gaussian = "Gaussians in Wasserstein and Hellinger-Kantorovich, Boltzmann entropy",
                  heat = "Wasserstein, entropy without potential (heat equation)";

const std::vector<Case> cases = {
    {"Ornstein-Uhlenbeck", ornstein_uhlenbeck, gaussian, 1, 1e-7, 2e-6, 1e-6},
    {"Ornstein-Uhlenbeck, mass 2.5", ornstein_uhlenbeck + "initial state/mass = 2.5", gaussian, 1, 1e-7, 2e-6,
     1e-6},
    {"Fokker-Planck by potential", ornstein_uhlenbeck + "energy/name = free-energy; energy/V = (x-0.3)^2/2",
     gaussian, 1, 1e-7, 2e-6, 1e-6},
    {"Hellinger-Kantorovich", hk + "geometry/name = Hellinger-Kantorovich; initial state/mass = 1.7",
     gaussian, 1, 1e-7, 2e-6, 1e-6},
    {"spherical Hellinger-Kantorovich", hk + "geometry/name = spherical Hellinger-Kantorovich", gaussian, 1,
     1e-7, 2e-6, 1e-6},
    {"heat equation, KL", cosine + "energy/name = KL; geometry/name = Wasserstein", heat, 0.1, 1e-7, 1e-6,
     1e-6},
    {"heat equation, Boltzmann", cosine + "energy/name = free-energy; geometry/name = Wasserstein", heat, 0.1,
     1e-7, 1e-6, 1e-5},
    {"heat equation, Dirichlet", field + "energy/name = Dirichlet; geometry/name = L2; geometry/rate = 0.5",
     modes, 0.1, 1e-7, 1e-6, 1e-6},
    {"heat equation, H-1", field + "energy/name = L2-distance; geometry/name = H-1; target/formula = 0",
     modes, 0.1, 1e-7, 1e-6, 1e-6},
    {"fourth order, H-1", field + "energy/name = Dirichlet; geometry/name = H-1; geometry/mobility = 0.02",
     modes, 0.2, 1e-7, 1e-6, 1e-6},
    {"spinodal modes",
     field + "energy/name = Ginzburg-Landau; energy/f = -u^2/2; energy/kappa = 0.05; geometry/name = H-1",
     modes, 0.1, 1e-7, 1e-6, 1e-6},
    {"travelling front, Allen-Cahn",
     "domain/lower = -2; domain/upper = 2; domain/cells = 60; domain/degree = 4; energy/name = "
     "Ginzburg-Landau; energy/kappa = 0.001; energy/f = u^4/4 - (1+0.3)*u^3/3 + 0.3*u^2/2; geometry/name = "
     "L2; initial state/formula = 0.5 + 0.5*tanh((x+0.3)/2/sqrt(0.002))",
     "L2, Ginzburg-Landau with a quartic f (travelling front)", 3, 1e-7, 3e-6, 1e-5}};
}  // namespace

// A wrong operator, a wrong energy, a lost term of the Newton matrix that stops convergence, a closed form
// that is wrong itself.
TEST(DifferentialFlows, ReproduceTheirClosedForms)
{
  for (const Case &c : cases) {
    SCOPED_TRACE(c.name);
    const Flow flow = flow_of(c.settings);
    const auto form = find_closed_form(flow);
    ASSERT_TRUE(form);
    EXPECT_EQ(form->name(), c.form);
    const Trajectory trajectory = evolve(flow, options_for(c.end, c.tolerance));
    const double error = closed_form_error(flow, trajectory);
    EXPECT_LT(error, c.error);
    EXPECT_TRUE(keeps_promises(flow, trajectory, c.balance));
    unsigned steps = 0, iterations = 0;
    for (const LedgerRow &row : trajectory.ledger) {
      steps += row.steps;
      iterations += row.solver_iterations;
    }
    std::cout << "  " << c.name << ": error " << error << ", balance "
              << trajectory.ledger.back().edb_residual << ", steps " << steps << ", iterations " << iterations
              << "\n";
  }
}

// The derivative of a closed form in time is its rate, and (up to the error in space) what the flow does.
TEST(DifferentialFlows, ClosedFormsSatisfyTheirEquation)
{
  for (const Case &c : cases) {
    SCOPED_TRACE(c.name);
    const Flow flow = flow_of(c.settings);
    const auto form = find_closed_form(flow);
    const double t = c.end / 2, h = 1e-4 * c.end;
    const Vector rate = form->rate(t), u = form->state(t);
    Vector difference = form->state(t + h);
    difference -= form->state(t - h);
    difference /= 2 * h;
    const double scale = flow.space().norm(rate);
    difference -= rate;
    EXPECT_LT(flow.space().norm(difference), 1e-5 * scale);
    Vector xi = u, v = u;
    flow.energy().first_variation(u, xi);
    flow.geometry().onsager_apply(u, xi, v);
    v += rate;
    EXPECT_LT(flow.space().norm(v), 2e-3 * scale);
  }
}

// Order p + 1 in space (more by superconvergence): a quadrature that is not consistent, a boundary term.
TEST(DifferentialFlows, OrderInSpace)
{
  struct Order {
    std::string name, settings;
    double end;
    unsigned cells;
  };
  for (const unsigned degree : {1u, 2u, 3u})
    for (const Order &c :
         {Order{"Ornstein-Uhlenbeck", ornstein_uhlenbeck, 0.5, 20},
          Order{"Hellinger-Kantorovich", hk + "geometry/name = Hellinger-Kantorovich", 0.5, 20},
          Order{"travelling front", cases.back().settings, 1, 80}}) {
      std::vector<double> errors;
      for (const unsigned refine : {1u, 2u}) {
        const Flow flow = flow_of(c.settings + "; domain/degree = " + std::to_string(degree) +
                                  "; domain/cells = " + std::to_string(refine * c.cells));
        errors.push_back(closed_form_error(flow, evolve(flow, options_for(c.end, 1e-8, "auto", 1))));
      }
      const double order = std::log2(errors[0] / errors[1]);
      std::cout << "  " << c.name << ", degree " << degree << ": order " << order << ", error " << errors[1]
                << "\n";
      EXPECT_GT(order, degree + 1 - 0.35) << c.name << ", degree " << degree;
    }
}

// Orders in time with fixed steps, state and balance; the state against a computation with short steps.
TEST(DifferentialFlows, OrdersInTime)
{
  struct Order {
    std::string name, settings;
    double end;
    unsigned steps;
  };
  // Data whose force has no normal derivative at the walls: else the first steps see a boundary layer, which
  // takes every method's order away.
  const std::string smooth =
      "domain/cells = 8; domain/degree = 4; energy/name = KL; target/formula = "
      "exp(0.7*cos(6.283185307179586*x)); "
      "initial state/formula = exp(-cos(3.141592653589793*x)); ";
  for (const Order &c :
       {Order{"Fokker-Planck", smooth + "geometry/name = Wasserstein", 0.02, 16},
        Order{"spherical HK", smooth + "geometry/name = spherical Hellinger-Kantorovich; geometry/beta = 20",
              0.02, 16},
        Order{"Allen-Cahn", cases.back().settings + "; domain/degree = 2", 2, 8},
        Order{"Cahn-Hilliard",
              field + "energy/name = Ginzburg-Landau; energy/kappa = 0.05; geometry/name = H-1; "
                      "geometry/mobility = 1.2 - u^2/4",
              0.004, 16}}) {
    const Flow flow = flow_of(c.settings);
    const Vector reference = fixed_steps(flow, "kvaerno5", c.end, 16 * c.steps).state;
    for (const auto &[integrator, order] :
         {std::pair<const char *, double>{"sdirk2", 2}, {"sdirk4", 4}, {"kvaerno5", 5}}) {
      const FixedSteps coarse = fixed_steps(flow, integrator, c.end, c.steps),
                       fine = fixed_steps(flow, integrator, c.end, 2 * c.steps);
      const double state = std::log2(l1(flow.space(), coarse.state, reference) /
                                     l1(flow.space(), fine.state, reference)),
                   balance = std::log2(coarse.balance / fine.balance);
      std::cout << "  " << c.name << ", " << integrator << ": state " << state << " ("
                << l1(flow.space(), fine.state, reference) << "), balance " << balance << " (" << fine.balance
                << "), iterations per step " << fine.iterations / (2. * c.steps) << "\n";
      EXPECT_GT(state, order - 0.6) << c.name << ", " << integrator;
      EXPECT_GT(balance, order - 0.9) << c.name << ", " << integrator;
    }
  }
}

// A front of the porous medium equation on a floor of 1e-6: non-negative without clipping, mass exact, and
// the error that the floor and the kink at the front leave.
TEST(DifferentialFlows, Barenblatt)
{
  for (const double m : {2., 3.}) {
    const Flow flow =
        flow_of("energy/name = free-energy; energy/internal = power; energy/power exponent = " + text(m) +
                "; geometry/name = Wasserstein; domain/lower = -3; domain/upper = 3; domain/cells = 150; "
                "domain/degree = 1; initial state/kind = Barenblatt; initial state/age = 0.2; initial "
                "state/floor = 1e-6; "
                "initial state/power exponent = " +
                text(m));
    const auto form = find_closed_form(flow);
    ASSERT_TRUE(form);
    const Trajectory trajectory = evolve(flow, options_for(0.5, 1e-5, "auto", 3));
    const double error = closed_form_error(flow, trajectory);
    std::cout << "  Barenblatt, m = " << m << ": error " << error << ", balance "
              << trajectory.ledger.back().edb_residual << "\n";
    EXPECT_LT(error, 5e-3) << m;
    EXPECT_TRUE(keeps_promises(flow, trajectory, 1e-3));
  }
}
