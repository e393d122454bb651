// SPDX-License-Identifier: LGPL-2.1-or-later
// What studies of velocities compare on a general mesh.
#include <gammaflow/study/plan/case_plan.h>
#include <gammaflow/study/references/error_budget.h>

#include <gtest/gtest.h>

#include "tests/support/flows.h"
#include <cmath>
#include <iostream>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
/// Forces and densities of no slope at the wall of the disk.
Parameters on_disk(const std::string &settings = "")
{
  Parameters p;
  p.assign_all(
      "domain/dimension = 2; domain/shape = mesh; domain/mesh generator = disk; domain/lower = -1; "
      "domain/upper = 1; domain/degree = 2; energy/name = KL; geometry/name = KRR Wasserstein; kernel/name = "
      "intrinsic Matern; kernel/bandwidth = 0.3; sweep/parameter = ridge; sweep/values = 0.1, 0.03, 0.01; "
      "initial state/formula = exp(0.3*cos(pi*(x^2 + y^2))); target/formula = exp(0.5*x*(1 - (x^2 + "
      "y^2)/3)); initial state/mass = 3; target/mass = 3; time/end = 0.01; time/outputs = 1; time/tolerance "
      "= "
      "1e-5; accuracy/distances = L2; accuracy/first level = 1; accuracy/refinements = 1; output/report = "
      "false; " +
          settings,
      "test");
  return p;
}

Vector end_of(const Parameters &p, const std::shared_ptr<const Space> &space)
{
  return evolve(Flow::build(p, space), options_for(0.01, 1e-5, "auto", 1)).states.back();
}
}  // namespace

// On one coarse mesh the distance goes to 0 with the ridge: both flows have the same gradient at the same
// points, although both have a quadrature error that is larger. Must fail: the other gradient, whose
// distance stays.
TEST(StudiesOfVelocitiesOnMeshes, BothFlowsHaveTheSameGradient)
{
  const Parameters p = on_disk("sweep/values = 1e-2, 1e-4, 1e-6");
  const CasePlan plan = plan_cases(p).at(0);
  const auto space = make_space(p);
  std::vector<double> same, other;
  for (const SweepStep &step : plan.steps) {
    Parameters limit = plan.limit_at(step);
    const Vector u = end_of(plan.flow_at(step), space);
    const auto distance_to = [&](const Parameters &q) {
      Vector difference = end_of(q, space);
      difference -= u;
      return space->norm(difference);
    };
    same.push_back(distance_to(limit));
    limit.set("geometry", "gradients", "nodes");
    other.push_back(distance_to(limit));
    std::cout << "  " << same.back() << ", other gradient " << other.back() << "\n";
  }
  for (std::size_t i = 1; i < 3; ++i) EXPECT_LT(same[i], 0.05 * same[i - 1]);
  EXPECT_GT(other[2], 0.5 * other[1]);
  EXPECT_GT(other[2], 100 * same[2]);
}

// What a study measures at its points: distances that decrease with the ridge, on meshes of two levels. Must
// fail: the limit of another mobility, to which they do not go.
TEST(StudiesOfVelocitiesOnMeshes, DistancesDecreaseWithTheRidge)
{
  EvolutionCache cache(1 << 28);
  const auto distances = [&](const std::string &settings) {
    const CasePlan plan = plan_cases(on_disk(settings)).at(0);
    std::vector<double> found;
    for (const SweepStep &step : plan.steps) {
      const Parameters flow = plan.flow_at(step), limit = plan.limit_at(step);
      const auto of_flow = refined_evolution(cache, flow, 1, 1e-5, flow),
                 of_limit = refined_evolution(cache, limit, 1, 1e-5, limit);
      const auto l2 = Registry<Distance>::make("L2", {of_flow.fine->space, nullptr});
      found.push_back(l2->between(of_flow.fine->states.back(), of_limit.fine->states.back()));
      std::cout << "  ridge " << step.parameter << ": " << found.back() << "\n";
    }
    return found;
  };
  const auto right = distances("");
  EXPECT_LT(right[1], 0.5 * right[0]);
  EXPECT_LT(right[2], 0.5 * right[1]);
  const auto wrong = distances(
      "limit/geometry = power-mobility Wasserstein; limit/settings = geometry/gradients = staggered; "
      "limit/order = 1");
  EXPECT_GT(wrong[2], 0.5 * wrong[0]);
}
