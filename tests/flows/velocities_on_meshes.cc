// SPDX-License-Identifier: LGPL-2.1-or-later
// Stein and KRR Wasserstein flows on general meshes.

#include <gtest/gtest.h>

#include "tests/flows/derivative_errors.h"
#include "tests/support/flows.h"
#include <cmath>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const std::string setting =
    "domain/dimension = 2; kernel/name = intrinsic Matern; kernel/bandwidth = 0.2; geometry/ridge = 0.05; "
    "initial state/formula = exp(0.7*cos(pi*x) + 0.3*cos(pi*x)*cos(pi*y)); target/formula = "
    "exp(0.4*cos(2*pi*x) - 0.3*cos(pi*y)); ";
const std::string mesh = "domain/shape = mesh; domain/mesh generator = ";

Flow flow_of(const std::string &geometry, const std::string &domain)
{
  Parameters parameters;
  parameters.assign_all("energy/name = KL; " + setting + domain + "; geometry/name = " + geometry, "test");
  return make_flow(parameters);
}

Trajectory evolved(const std::string &geometry, const std::string &domain, double tolerance = 1e-5)
{
  return evolve(flow_of(geometry, domain), options_for(0.02, tolerance, "auto", 1));
}

/// Of the last states, in L2.
double distance_between(const Trajectory &one, const Trajectory &exact)
{
  Vector error = one.states.back();
  for (std::size_t i = 0; i < size(error); ++i)
    data(error)[i] -= exact.space->evaluate(exact.states.back(), one.space->nodes()[i]);
  return one.space->norm(error);
}
}  // namespace

// A boundary condition or a density at the wrong points: the states of the mesh tend to those of a fine box
// with the order 2 at the nodes, for degree 2 as well (moments of the divergence, divided by the lumped mass,
// oscillate within cells by that; what is dissipated has order 2p, tests/geometries/velocities_on_meshes.cc),
// and with errors that are a few times those of a box of the same cells. Must fail: another bandwidth.
TEST(VelocitiesOnMeshes, EvolutionsAgreeWithTheBox)
{
  for (const std::string geometry : {"Stein Wasserstein", "KRR Wasserstein"}) {
    const Trajectory exact = evolved(geometry, "domain/cells = 10; domain/degree = 5");
    for (const std::string degree : {"1", "2"}) {
      std::vector<double> of_mesh, of_box;
      for (const std::string cells : {"6", "12"}) {
        const std::string same = "domain/cells = " + cells + "; domain/degree = " + degree;
        of_box.push_back(distance_between(evolved(geometry, same), exact));
        of_mesh.push_back(distance_between(evolved(geometry, mesh + "box; " + same), exact));
      }
      const auto order = [](const std::vector<double> &e) { return std::log2(e[0] / e[1]); };
      std::cout << "  " << geometry << ", degree " << degree << ": orders " << order(of_mesh) << " (mesh), "
                << order(of_box) << " (box), errors " << of_mesh[1] << ", " << of_box[1] << "\n";
      EXPECT_NEAR(order(of_mesh), 2, 0.35);
      EXPECT_LT(of_mesh[1], 8 * of_box[1]);
      if (degree == "1") continue;
      const Trajectory wrong = evolved(geometry, mesh +
                                                     "box; domain/cells = 8; domain/degree = 2; "
                                                     "kernel/bandwidth = 0.15");
      EXPECT_GT(distance_between(wrong, exact), 2 * of_mesh[1]);
    }
  }
}

// Mass, positivity and the balance on curved and on locally refined meshes: what the wrong variants of
// tests/must_fail/transport.cc break.
TEST(VelocitiesOnMeshes, KeepMassPositivityAndBalance)
{
  const std::string disk = mesh + "disk; domain/degree = 2";
  for (const std::string geometry :
       {"Stein Wasserstein", "KRR Wasserstein", "KRR Wasserstein; kernel/smoothness = 2",
        "power-mobility Wasserstein; geometry/gradients = staggered"})
    for (const std::string &domain :
         {disk, disk + "; domain/local refinements = 1; domain/refine where = 0.2 - abs(x - 0.3)"}) {
      SCOPED_TRACE(geometry + ", " + domain);
      const Trajectory trajectory = evolved(geometry, domain);
      const Space &space = *trajectory.space;
      const double mass = space.integrate(trajectory.states.front());
      for (std::size_t i = 0; i < trajectory.states.size(); ++i) {
        EXPECT_NEAR(space.integrate(trajectory.states[i]), mass, 1e-12 * mass);
        EXPECT_GT(space.minimum(trajectory.states[i]), 0);
        if (i > 0) EXPECT_LT(trajectory.ledger[i].energy, trajectory.ledger[i - 1].energy);
      }
      EXPECT_LT(balance_error(trajectory), 1e-5);
    }
}

namespace
{
std::array<double, 2> errors_of(const Flow &flow, const Flow &newton)
{
  const Vector y = flow.space().sample([](const Point &x) { return 0.5 * std::cos(3 * x[0] + x[1]) - 0.1; });
  return derivative_errors(flow, newton, y, 0.04);
}
}  // namespace

// A derivative of Newton's method that misses the motion of the density, or of the regression, or what hangs:
// against central differences, of second order, on a disk, a mesh with hanging nodes, a cube. Must fail: the
// derivative with another ridge, whose error stays.
TEST(VelocitiesOnMeshes, LinearizationOfTheRegression)
{
  const std::string exact = "; solver/tolerance = 1e-13; time/tolerance = 1e-11; domain/degree = 2";
  for (const std::string &domain :
       {mesh + "disk", mesh + "disk; domain/local refinements = 1; domain/refine where = 0.2 - abs(x - 0.3)",
        mesh + "box; domain/dimension = 3; domain/cells = 2"})
    for (const std::string smoothness : {"1", "2"}) {
      SCOPED_TRACE(domain + ", s = " + smoothness);
      const std::string settings = domain + exact + "; kernel/smoothness = " + smoothness;
      const Flow flow = flow_of("KRR Wasserstein", settings);
      const auto right = errors_of(flow, flow);
      EXPECT_NEAR(std::log2(right[0] / right[1]), 2, 0.1) << right[0] << " " << right[1];
      const auto wrong = errors_of(flow, flow_of("KRR Wasserstein", settings + "; geometry/ridge = 0.1"));
      EXPECT_GT(wrong[1], 10 * right[1]);
      EXPECT_LT(std::log2(wrong[0] / wrong[1]), 0.5);
    }
}

// Iterations of the implicit steps of KRR on meshes that grow with 1/h or 1/lambda.
TEST(VelocitiesOnMeshes, IterationsStayWithMeshAndRidge)
{
  const auto iterations = [](const std::string &refinements, const std::string &ridge) {
    const Flow flow = flow_of("KRR Wasserstein; geometry/ridge = " + ridge,
                              mesh + "disk; domain/degree = 1; domain/mesh refinements = " + refinements);
    const Trajectory trajectory = evolve(flow, options_for(0.02, 1e-5, "kvaerno5", 1));
    return double(trajectory.ledger.back().solver_iterations) / double(trajectory.ledger.back().steps);
  };
  const double base = iterations("1", "1e-2");
  for (const auto &[refinements, ridge] : std::vector<std::pair<std::string, std::string>>{
           {"2", "1e-2"}, {"1", "1e-4"}, {"2", "1e-4"}, {"1", "1"}, {"2", "1"}}) {
    const double now = iterations(refinements, ridge);
    EXPECT_LT(now, 1.5 * base) << refinements << ", " << ridge;
    std::cout << "  " << refinements << ", " << ridge << ": " << now / base << "\n";
  }
}
