// SPDX-License-Identifier: LGPL-2.1-or-later
// Studies of flows on meshes that follow the state of their limit.
#include <gammaflow/base/errors.h>
#include <gammaflow/evolutions/closed_forms/closed_form.h>
#include <gammaflow/spaces/mesh_adaptation.h>
#include <gammaflow/study/points/point_record.h>
#include <gammaflow/study/points/sweep_point.h>
#include <gammaflow/study/study.h>

#include <gtest/gtest.h>

#include "tests/support/flows.h"
#include <iostream>
#include <string>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
/// Allen-Cahn: a front that moves by more than a cell, in the metric of a kernel.
const std::string front =
    "energy/name = Ginzburg-Landau; energy/kappa = 0.01; energy/f = u^4/4 - (1+0.3)*u^3/3 + 0.3*u^2/2; "
    "geometry/name = kernel L2; kernel/name = intrinsic Matern; initial state/formula = 0.5 + "
    "0.5*tanh((x+0.3)/2/sqrt(0.02)); domain/dimension = 2; domain/shape = mesh; domain/mesh generator = box; "
    "domain/lower = -4, 0; domain/upper = 4, 0.5; domain/cells = 16, 1; domain/degree = 2; time/end = 20; "
    "time/outputs = 2; time/tolerance = 1e-6; sweep/parameter = bandwidth; sweep/values = 0.2, 0.1, 0.05; "
    "accuracy/distances = L2; accuracy/between outputs = 0";
const std::string following =
    "; adaptivity/enabled = true; adaptivity/tolerance = 0.05; adaptivity/halvings = 2";

CasePlan plan_of(const std::string &settings)
{
  Parameters parameters;
  parameters.assign_all(settings, "test");
  return plan_cases(parameters).at(0);
}
}  // namespace

// States of two flows that are on meshes of their own, a bar that leaves out what the transfers do, meshes
// that an error bar does not halve. The distance agrees, within the bars, with that on the mesh that has the
// small cells everywhere; the bar of the limit flow covers its true error.
TEST(AdaptedStudies, DistancesAgreeWithThoseOnAFixedMesh)
{
  const CasePlan plan = plan_of(front + following), fixed = plan_of(front + "; domain/mesh refinements = 2");
  EvolutionCache cache(1 << 28);
  const SweepPoint point = measure_point(plan, plan.steps[1], 1, 1e-6, cache),
                   same = measure_point(fixed, fixed.steps[1], 1, 1e-6, cache);
  EXPECT_TRUE(point.resolved) << point.note;
  const Trajectory &flow = *point.flow.fine, &limit = *point.limit.fine;
  ASSERT_TRUE(flow.adapted() && limit.adapted());
  for (std::size_t k = 0; k < flow.times.size(); ++k)
    EXPECT_EQ(refinement_of(*flow.spaces[k]), refinement_of(*limit.spaces[k]));
  EXPECT_NE(refinement_of(*flow.spaces[0]), refinement_of(*flow.spaces[2])) << "the front did not move";

  const Measured &a = point.distances.at("L2"), &b = same.distances.at("L2");
  for (std::size_t k = 1; k < a.value.size(); ++k) {
    EXPECT_NEAR(a.value[k], b.value[k],
                a.delta_space[k] + a.delta_time[k] + b.delta_space[k] + b.delta_time[k]);
    EXPECT_GT(a.value[k], 10 * (a.delta_space[k] + a.delta_time[k]));
  }
  EXPECT_LT(std::abs(point.energy.sup() - same.energy.sup()),
            point.energy.sup_delta() + same.energy.sup_delta());
  std::cout << "  L2 distance " << a.sup() << " +- " << a.sup_delta() << " on at most "
            << record_of(point, plan).nodes << " nodes; " << b.sup() << " +- " << b.sup_delta() << " on "
            << record_of(same, fixed).nodes << "\n";

  const Flow on_start = Flow::build(point.limit.flow, limit.spaces.front());
  const auto form = find_closed_form(on_start);
  ASSERT_TRUE(form);
  const DistanceOn l2 =
      [kept = std::shared_ptr<const Distance>()](const auto &space) mutable -> const Distance & {
    kept = Registry<Distance>::make("L2", {space, nullptr});
    return *kept;
  };
  const Measured bar = estimated_error(point.limit, l2);
  for (std::size_t k = 1; k < limit.times.size(); ++k) {
    const Flow here = Flow::build(point.limit.flow, limit.spaces[k]);
    const double truth =
        l2(limit.spaces[k]).between(find_closed_form(here)->state(limit.times[k]), limit.states[k]);
    EXPECT_LT(truth, bar.value[k]);
    EXPECT_LT(bar.value[k], 100 * truth);
  }
}

// Must fail: followed by its own meshes, a flow would be compared across meshes.
TEST(AdaptedStudies, EachFlowOnItsOwnWouldHaveOtherMeshes)
{
  CasePlan plan = plan_of(front + following + "; sweep/values = 0.9, 0.5, 0.2; accuracy/budget = 0.5");
  EvolutionCache cache(1 << 28);
  const Parameters flow = plan.flow_at(plan.steps[0]), limit = plan.limit_at(plan.steps[0]);
  const auto own = cache.evolution(flow, {0, 1e-5, 0.5}),
             shared = cache.evolution(flow, {0, 1e-5, 0.5}, limit);
  EXPECT_NE(refinement_of(*own->spaces[2]), refinement_of(*shared->spaces[2]));
  EXPECT_EQ(refinement_of(*shared->spaces[2]), refinement_of(*cache.meshes(limit, 0)[2]));
}

// Nonsense is refused before anything is computed: a box has no mesh that could follow.
TEST(AdaptedStudies, RefusedWhereMeshesCannotFollow)
{
  Parameters parameters;
  parameters.assign_all(front + following, "test");
  EXPECT_NO_THROW(validate_study(parameters));
  parameters.set("domain", "shape", "box");
  EXPECT_THROW(validate_study(parameters), InputError);
}
