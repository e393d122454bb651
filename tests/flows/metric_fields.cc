// SPDX-License-Identifier: LGPL-2.1-or-later
// Fields in geometries that are given by their metric alone (MMD and its kin), with energies that contain
// derivatives or are not convex: the limit of MMD flows of the Ginzburg-Landau energy is the Allen-Cahn
// equation.
#include <gammaflow/base/errors.h>
#include <gammaflow/time/stages/metric_field_stage.h>

#include "tests/flows/flow_checks.h"

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const std::string wells =
    "domain/cells = 6; domain/degree = 4; kernel/bandwidth = 0.1; energy/name = Ginzburg-Landau; "
    "energy/kappa "
    "= 0.02; initial state/formula = 0.1 + 0.6*cos(3.141592653589793*x); ";

/// u' = -K DF(u) + s by the classical Runge-Kutta method, with K itself.
Vector by_runge_kutta(const Flow &flow, double end, unsigned steps)
{
  const auto rate = [&flow](const Vector &u) {
    Vector xi = u, v = u;
    flow.energy().first_variation(u, xi);
    xi *= -1.;
    flow.geometry().onsager_apply(u, xi, v);
    return v;
  };
  Vector u = flow.initial_state();
  const double h = end / steps;
  for (unsigned n = 0; n < steps; ++n) {
    Vector at = u;
    const Vector k1 = rate(u);
    at.add(h / 2, k1);
    const Vector k2 = rate(at);
    at = u;
    at.add(h / 2, k2);
    const Vector k3 = rate(at);
    at = u;
    at.add(h, k3);
    const Vector k4 = rate(at);
    u.add(h / 6, k1, h / 3, k2);
    u.add(h / 3, k3, h / 6, k4);
  }
  return u;
}
}  // namespace

// Stage equations that are not those of the flow, a Newton matrix or a projection that lets them stop too
// early. Where f is quadratic every mode decays (or grows) by itself.
TEST(MetricFields, ReproduceTheirClosedForms)
{
  for (const std::string geometry : {"MMD", "spherical MMD", "ridge MMD"})
    for (const std::string kernel : {"intrinsic Gaussian", "intrinsic Matern"})
      for (const std::string energy : {"; energy/f = -u^2/2", "; energy/name = Dirichlet"}) {
        SCOPED_TRACE(geometry + ", " + kernel + energy);
        const Flow flow = flow_of(wells + "geometry/ridge = 0.1; geometry/name = " + geometry +
                                  "; kernel/name = " + kernel + energy);
        ASSERT_EQ(step_kind(flow), StepKind::field_in_metric);
        const Trajectory trajectory = evolve(flow, options_for(0.2, 1e-7, "auto", 2));
        EXPECT_LT(closed_form_error(flow, trajectory), 1e-6);
        EXPECT_TRUE(keeps_promises(flow, trajectory, 1e-5));
      }
}

// Against the explicit method with K instead of its metric, where the potential is not convex.
TEST(MetricFields, AgreeWithTheOnsagerOperator)
{
  for (const std::string geometry : {"MMD", "spherical MMD"}) {
    const Flow flow =
        flow_of(wells + "domain/cells = 2; geometry/name = " + geometry + "; kernel/name = intrinsic Matern");
    const Trajectory trajectory = evolve(flow, options_for(0.5, 1e-8, "sdirk4", 1));
    const Vector expected = by_runge_kutta(flow, 0.5, 4000);
    EXPECT_LT(distance(trajectory.states.back(), expected), 1e-7) << geometry;
    EXPECT_TRUE(keeps_promises(flow, trajectory, 1e-6));
  }
}

// Kernels of free space are functions of the Laplacian only nearly: the equations are still solved, in 1D and
// 2D.
TEST(MetricFields, KernelsOfFreeSpace)
{
  for (const std::string kernel : {"Gaussian", "Laplace", "Matern 3/2", "Wendland C2"})
    for (const std::string more : {"", "domain/dimension = 2; domain/degree = 2; "}) {
      const Flow flow = flow_of(wells + more + "geometry/name = MMD; kernel/name = " + kernel);
      EXPECT_TRUE(keeps_promises(flow, evolve(flow, options_for(0.3, 1e-5, "auto", 2)), 1e-4)) << kernel;
    }
}

// Distances to the Allen-Cahn equation go with the square of the bandwidth. Must fail: without the potential
// well it is another flow, and the distance stays.
TEST(MetricFields, ConvergeToAllenCahn)
{
  const auto state = [](const std::string &settings) {
    const Flow flow = flow_of(wells + settings);
    return evolve(flow, options_for(0.5, 1e-8, "sdirk4", 1)).states.back();
  };
  const Vector allen_cahn = state("geometry/name = L2"), other = state("geometry/name = L2; energy/f = 0");
  std::vector<double> distances, to_other;
  for (const std::string bandwidth : {"0.04", "0.02"}) {
    const Vector u = state("geometry/name = MMD; kernel/bandwidth = " + bandwidth);
    distances.push_back(distance(u, allen_cahn));
    to_other.push_back(distance(u, other));
  }
  EXPECT_NEAR(std::log2(distances[0] / distances[1]), 2, 0.1);
  EXPECT_LT(std::log2(to_other[0] / to_other[1]), 0.2);
}

// A source drives the rate, not the force: u = e^-t cos(pi x), s = (K(pi^2) pi^2 - 1) u with K = 1 + l^2 L.
TEST(MetricFields, Sources)
{
  const auto error = [](const std::string &factor) {
    const Flow flow = flow_of(wells +
                              "energy/name = Dirichlet; geometry/name = MMD; kernel/name = intrinsic "
                              "Matern; initial state/formula = cos(3.141592653589793*x); source/formula = " +
                              factor + "*exp(-t)*cos(3.141592653589793*x)");
    const Trajectory trajectory = evolve(flow, options_for(1, 1e-7, "sdirk4", 1));
    const Vector exact =
        flow.space().sample([](const Point &x) { return std::exp(-1.) * std::cos(M_PI * x[0]); });
    return distance(trajectory.states.back(), exact);
  };
  EXPECT_LT(error("((1 + 0.01*9.869604401089358)*9.869604401089358 - 1)"), 1e-5);
  EXPECT_GT(error("(9.869604401089358 - 1)"), 1e-2);  // must fail: the source of L2
}

// A step over modes that grow faster than the metric resists has no unique solution: it is refused, not
// taken.
TEST(MetricFields, StepsOverUnstableModesAreRefused)
{
  const Flow flow =
      flow_of(wells + "energy/f = -u^2/2; geometry/name = MMD; kernel/name = intrinsic Gaussian");
  MetricFieldStage stage(flow, 1e-9, 1000);
  Vector v = flow.space().zero();
  EXPECT_FALSE(stage.solve(0, flow.initial_state(), 2, v));
  v = 0.;
  EXPECT_TRUE(stage.solve(0, flow.initial_state(), 1e-3, v));
}

// What it cannot serve is refused when the flow is built.
TEST(MetricFields, Refusals)
{
  for (const std::string settings : {"domain/dimension = 2; domain/shape = mesh; domain/mesh generator = "
                                     "disk; kernel/name = intrinsic Matern; ",
                                     "boundary/left = 0; "})
    EXPECT_THROW(flow_of(wells + "geometry/name = MMD; energy/name = Dirichlet; " + settings), InputError);
}
