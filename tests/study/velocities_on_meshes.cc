// SPDX-License-Identifier: LGPL-2.1-or-later
// A study of velocities on a general mesh.
#include <gammaflow/program/scratch_directory.h>
#include <gammaflow/study/plan/case_plan.h>
#include <gammaflow/study/study.h>

#include <gtest/gtest.h>

#include "tests/support/flows.h"
#include <cmath>
#include <iostream>

using namespace gammaflow;
using namespace gammaflow::testing;
using Json = nlohmann::json;

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
      "initial state/formula = exp(0.7*cos(pi*(x^2 + y^2))); target/formula = exp(0.5*x*(1 - (x^2 + "
      "y^2)/3)); initial state/mass = 3; target/mass = 3; time/end = 0.05; time/outputs = 1; time/tolerance "
      "= "
      "1e-5; accuracy/distances = L2; accuracy/last level = 2; output/report = false; " +
          settings,
      "test");
  return p;
}

Vector end_of(const Parameters &p, const std::shared_ptr<const Space> &space)
{
  return evolve(Flow::build(p, space), options_for(0.05, 1e-7, "auto", 1)).states.back();
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

// The study itself: distances that decrease, and are larger than their bars. Must fail: the limit of another
// mobility.
TEST(StudiesOfVelocitiesOnMeshes, DistancesDecreaseWithTheRidge)
{
  const auto points = [](const std::string &settings) {
    const ScratchDirectory directory("velocities on meshes");
    const Json result = run_study(on_disk(settings), directory.path(), {})["cases"][0];
    std::cout << result["points"].dump(1) << result["verdict"] << result["claims"][0]["sentence"] << "\n";
    return result;
  };
  points("");
}
