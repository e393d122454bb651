// SPDX-License-Identifier: LGPL-2.1-or-later
// Orders in space and in time of all exact flows with differential operators: every energy in every geometry.
#include <gammaflow/base/errors.h>

#include "tests/flows/flow_checks.h"

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
struct FlowCase {
  std::string name, settings;
  double end;
};

/// Periodic, so that nothing has a boundary layer at the start: what is seen is the order of the method.
const std::string circle = "domain/boundary = periodic; ";
const std::string two_pi = "6.283185307179586*";
const std::string density = circle + "target/formula = exp(0.4*cos(" + two_pi + "x) + 0.3*sin(" + two_pi +
                            "x)); initial state/formula = exp(-0.8*cos(" + two_pi + "x)); ";
const std::string field = circle + "target/formula = sin(" + two_pi +
                          "x); initial state/formula = 0.1 + 0.6*cos(" + two_pi + "x) + 0.2*sin(2*" + two_pi +
                          "x); ";
const std::string potentials = "energy/V = 0.5*cos(" + two_pi + "x); energy/W = 0.5*cos(" + two_pi + "x); ";

std::vector<FlowCase> all_flows()
{
  const std::vector<std::pair<std::string, std::string>> entropies = {
      {"KL", "energy/name = KL; "},
      {"inclusive KL", "energy/name = inclusive-KL; "},
      {"chi2", "energy/name = chi2; "},
      {"power 3/2", "energy/name = power; energy/exponent = 1.5; "},
      {"power -1/2", "energy/name = power; energy/exponent = -0.5; "},
      {"Boltzmann, V, W", "energy/name = free-energy; " + potentials},
      {"porous medium, V, W", "energy/name = free-energy; energy/internal = power; " + potentials},
      {"fast diffusion",
       "energy/name = free-energy; energy/internal = power; energy/power exponent = 0.5; "}};
  std::vector<FlowCase> flows;
  for (const auto &[name, settings] : entropies) {
    flows.push_back({name + " in Wasserstein", density + settings + "geometry/name = Wasserstein", 0.005});
    flows.push_back({name + " in Hellinger-Kantorovich",
                     density + settings + "geometry/name = Hellinger-Kantorovich; geometry/beta = 5", 0.005});
    flows.push_back(
        {name + " in spherical Hellinger-Kantorovich",
         density + settings + "geometry/name = spherical Hellinger-Kantorovich; geometry/alpha = 0.5",
         0.005});
  }
  const std::string wells = "energy/name = Ginzburg-Landau; energy/kappa = 0.05; ";
  flows.push_back({"Allen-Cahn", field + wells + "geometry/name = L2; geometry/rate = 2", 0.2});
  flows.push_back({"Allen-Cahn that keeps its mass", field + wells + "geometry/name = spherical L2", 0.2});
  flows.push_back(
      {"Cahn-Hilliard", field + wells + "geometry/name = H-1; geometry/mobility = 1.2 - u^2/4", 0.002});
  flows.push_back(
      {"Cahn-Hilliard, logarithmic", field + wells + "energy/f = logarithmic; geometry/name = H-1", 0.002});
  flows.push_back({"heat equation", field + "energy/name = Dirichlet; geometry/name = L2", 0.01});
  flows.push_back({"Dirichlet in H-1", field + "energy/name = Dirichlet; geometry/name = H-1", 0.0002});
  flows.push_back({"L2-distance in H-1", field + "energy/name = L2-distance; geometry/name = H-1", 0.01});
  return flows;
}

/// The largest difference of two functions between their nodes, in units of the largest value.
double difference(const Space &a, const Vector &u, const Space &b, const Vector &v)
{
  double result = 0, scale = 0;
  for (unsigned i = 0; i < 397; ++i) {
    const Point x{{(i + 0.5) / 397, 0, 0}};
    const double value = b.evaluate(v, x);
    result = std::max(result, std::abs(a.evaluate(u, x) - value));
    scale = std::max(scale, std::abs(value));
  }
  return result / scale;
}
}  // namespace

// A term that is not integrated with the same quadrature as the rest, a variation that is only nearly that of
// the energy: p + 1 becomes p, or 2.
TEST(Orders, InSpaceOfEveryFlow)
{
  for (const FlowCase &c : all_flows()) {
    const auto run = [&](unsigned degree, unsigned cells) {
      const Flow flow = flow_of(c.settings + "; domain/degree = " + std::to_string(degree) +
                                "; domain/cells = " + std::to_string(cells));
      Trajectory trajectory = evolve(flow, options_for(c.end, 1e-11, "kvaerno5", 1));
      EXPECT_TRUE(keeps_promises(flow, trajectory, 1e-6)) << c.name;
      return trajectory;
    };
    const Trajectory exact = run(8, 40);
    std::cout << "  " << c.name << ":";
    for (const unsigned degree : {1u, 2u, 3u, 5u}) {
      const unsigned cells = degree == 1 ? 48 : degree == 5 ? 24 : 60 / degree;
      std::vector<double> errors;
      for (const unsigned refined : {cells, 2 * cells}) {
        const Trajectory trajectory = run(degree, refined);
        errors.push_back(
            difference(*trajectory.space, trajectory.states.back(), *exact.space, exact.states.back()));
      }
      const double order = std::log2(errors[0] / errors[1]);
      std::cout << " " << order << " (" << errors[1] << ")";
      EXPECT_GT(order, degree + 1 - 0.5)
          << c.name << ", degree " << degree << ": " << errors[0] << ", " << errors[1];
    }
    std::cout << std::endl;
  }
}

// A stage at the wrong time or with the wrong coefficient, a rate that is kept where it has changed.
TEST(Orders, InTimeOfEveryFlow)
{
  for (const FlowCase &c : all_flows()) {
    const Flow flow = flow_of(c.settings + "; domain/degree = 4; domain/cells = 8");
    const unsigned steps = 40;
    const Vector exact = fixed_steps(flow, "kvaerno5", c.end, 6 * steps).state;
    std::cout << "  " << c.name << ":";
    for (const auto &[integrator, order] : {std::pair<const char *, double>{"sdirk2", 2},
                                            {"sdirk4", 4},
                                            {"kvaerno5", 5},
                                            {"avf", 2},
                                            {"cpg2", 4}}) {
      std::vector<double> errors;
      for (const unsigned n : {steps, 2 * steps})
        errors.push_back(l1(flow.space(), fixed_steps(flow, integrator, c.end, n).state, exact));
      const double observed = std::log2(errors[0] / errors[1]);
      std::cout << " " << integrator << " " << observed << " (" << errors[1] << ")";
      EXPECT_TRUE(observed > order - 0.6 || errors[1] < 3e-11)
          << c.name << ", " << integrator << ": " << errors[0] << ", " << errors[1];
    }
    std::cout << std::endl;
  }
}
