// SPDX-License-Identifier: LGPL-2.1-or-later
// Flows on meshes with hanging nodes: orders, mass, energy, positivity, and all preconditioners.
#include <gammaflow/spaces/make_space.h>

#include <gtest/gtest.h>

#include "tests/support/flows.h"
#include <cmath>
#include <string>
#include <vector>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const std::string square =
    "; domain/dimension = 2; domain/shape = mesh; domain/mesh generator = box; domain/cells = 2; "
    "domain/local "
    "refinements = 2; domain/refine where = 0.45 - x - y; domain/degree = ";

Flow flow_of(const std::string &settings, unsigned level)
{
  Parameters parameters;
  parameters.assign_all(settings, "test");
  return Flow::build(parameters, make_space(parameters, level));
}

/// The L2 error at t = 0.05 of the heat flow of 1 + a e^(-2 pi^2 t) cos(pi x) cos(pi y), as a Dirichlet flow
/// in L2 and as a Fokker-Planck flow to the uniform density.
double heat_error(const std::string &geometry, unsigned degree, unsigned level)
{
  const Flow flow = flow_of("initial state/formula = 1 + 0.5*cos(pi*x)*cos(pi*y); target/formula = 1; " +
                                geometry + square + std::to_string(degree),
                            level);
  const double end = 0.05, pi = std::acos(-1.);
  const Trajectory trajectory = evolve(flow, options_for(end, 1e-9, "auto", 1));
  Vector error = flow.space().sample([=](const Point &x) {
    return 1 + 0.5 * std::exp(-2 * pi * pi * end) * std::cos(pi * x[0]) * std::cos(pi * x[1]);
  });
  error -= trajectory.states.back();
  return flow.space().norm(error);
}
}  // namespace

// A hanging node that is not where the coarser face has it, a weight that is not C^T w: orders fall to 1
// or 2.
TEST(LocalRefinement, HeatFlowConvergesWithOrderDegreePlusOne)
{
  for (const std::string geometry :
       {"energy/name = Dirichlet; geometry/name = L2", "energy/name = KL; geometry/name = Wasserstein"})
    for (const unsigned p : {1u, 2u, 3u}) {
      const unsigned level = p == 1 ? 2 : 1;
      const double coarse = heat_error(geometry, p, level), fine = heat_error(geometry, p, level + 1);
      std::cout << "  " << geometry << ", degree " << p << ": " << coarse << ", " << fine << ", order "
                << std::log2(coarse / fine) << "\n";
      EXPECT_GT(std::log2(coarse / fine), p + 0.7) << geometry << ", degree " << p;
      EXPECT_LT(fine, 1e-3);
    }
}

// Mass to round-off, positive, decreasing energy, a balance that closes; the same with either preconditioner.
TEST(LocalRefinement, FlowsKeepTheirPromises)
{
  const std::string density =
      "initial state/formula = exp(-30*((x-0.3)^2+(y-0.3)^2)) + 0.01; target/formula = 1; ";
  for (const auto &[settings, end] : std::vector<std::pair<std::string, double>>{
           {density + "energy/name = KL; geometry/name = Wasserstein", 0.05},
           {density + "energy/name = free-energy; energy/internal = power; geometry/name = Wasserstein",
            0.05},
           {"initial state/formula = 0.1*cos(7*x)*cos(5*y); energy/name = Ginzburg-Landau; energy/kappa = "
            "0.002; "
            "geometry/name = H-1; geometry/mobility = 1.1 - u^2",
            0.002}}) {
    std::vector<Vector> last;
    for (const std::string kind : {"factors", "multigrid"}) {
      const Flow flow = flow_of(settings + square + "2; solver/preconditioner = " + kind, 2);
      const Trajectory trajectory = evolve(flow, options_for(end, 1e-7, "auto", 4));
      const double mass = trajectory.ledger.front().mass;
      for (std::size_t k = 1; k < trajectory.ledger.size(); ++k) {
        const LedgerRow &row = trajectory.ledger[k];
        EXPECT_NEAR(row.mass, mass, 1e-12) << settings;
        EXPECT_LT(row.energy, trajectory.ledger[k - 1].energy) << settings;
        if (flow.positive()) EXPECT_GT(row.minimum, 0) << settings;
      }
      EXPECT_LT(std::abs(trajectory.ledger.back().edb_residual),
                1e-4 * std::abs(trajectory.ledger.front().energy))
          << settings;
      last.push_back(trajectory.states.back());
    }
    EXPECT_LT(distance(last[0], last[1]), 1e-5) << settings;
  }
}
