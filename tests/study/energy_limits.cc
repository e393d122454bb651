// SPDX-License-Identifier: LGPL-2.1-or-later
// An energy declares its limit beside that of the geometry; what goes to its limit is what the sweep moves.
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/plan/case_plan.h>
#include <gammaflow/study/plan/evolution_key.h>
#include <gammaflow/study/points/sweep_point.h>

#include <gtest/gtest.h>

#include <algorithm>

using namespace gammaflow;

namespace
{
Parameters with(const std::string &settings)
{
  Parameters p;
  p.assign_all(
      "domain/cells = 8; domain/degree = 4; kernel/name = intrinsic Matern; kernel/bandwidth = 0.2; "
      "sweep/parameter = bandwidth; sweep/from = 0.1; sweep/to = 0.02; sweep/points = 5; " +
          settings,
      "test");
  return p;
}
CasePlan plan_of(const std::string &settings)
{
  return plan_cases(with(settings)).at(0);
}
std::string refusal(const std::string &settings)
{
  try {
    plan_of(settings);
  } catch (const InputError &error) {
    return error.what();
  }
  return "";
}
bool names(const CasePlan &plan, const std::string &condition)
{
  const auto &all = plan.limit.conditions;
  return std::find(all.begin(), all.end(), condition) != all.end();
}

const std::string blob = "energy/name = blob-KL; ";
const std::string own =
    "energy kernel/same as geometry = false; energy kernel/name = intrinsic Gaussian; "
    "energy kernel/bandwidth = 0.1; ";
}  // namespace

// The energy alone: an exact geometry stays, with the kernel of section `kernel`.
TEST(EnergyLimitsOfStudies, InAnExactGeometry)
{
  const CasePlan plan = plan_of(blob + "geometry/name = Fisher-Rao");
  EXPECT_EQ(plan.limit.geometry, "Fisher-Rao");
  EXPECT_EQ(plan.limit.order, 4);
  EXPECT_EQ(plan.limit_at(plan.steps[0]).text("energy", "name"), "KL");
  EXPECT_EQ(plan.flow_at(plan.steps[4]).number("kernel", "bandwidth"), 0.02);
  EXPECT_TRUE(names(plan, std::string("kernel of unit integral") + of_energy));
  EXPECT_EQ(evolution_key(plan.limit_at(plan.steps[0])), evolution_key(plan.limit_at(plan.steps[4])));
  EXPECT_NE(evolution_key(plan.flow_at(plan.steps[0])), evolution_key(plan.flow_at(plan.steps[4])));
}

// One kernel for both: both go to their limits, with the lower order and all conditions.
TEST(EnergyLimitsOfStudies, WithACommonKernel)
{
  const CasePlan plan = plan_of(blob + "geometry/name = kernel L2");
  EXPECT_EQ(plan.limit.geometry, "L2");
  EXPECT_EQ(plan.limit_at(plan.steps[0]).text("energy", "name"), "KL");
  EXPECT_EQ(plan.limit.order, 2);
  EXPECT_TRUE(names(plan, "kernel of unit integral"));
  EXPECT_TRUE(names(plan, std::string("density above its curvature") + of_energy));
}

// Two kernels: each bandwidth by itself, or both in their ratio.
TEST(EnergyLimitsOfStudies, WithSeparateKernels)
{
  const std::string both = blob + own + "geometry/name = normalized Fisher-Rao; ";
  const CasePlan geometry = plan_of(both);
  EXPECT_EQ(geometry.limit.order, 2);
  EXPECT_EQ(geometry.limit_at(geometry.steps[0]).text("energy", "name"), "blob-KL");
  EXPECT_EQ(geometry.flow_at(geometry.steps[4]).number("energy kernel", "bandwidth"), 0.1);

  const CasePlan energy = plan_of(both + "sweep/parameter = energy bandwidth");
  EXPECT_EQ(energy.limit.geometry, "normalized Fisher-Rao");
  EXPECT_EQ(energy.limit.order, 4);
  EXPECT_EQ(energy.limit_at(energy.steps[0]).text("energy", "name"), "KL");
  EXPECT_EQ(energy.flow_at(energy.steps[4]).number("kernel", "bandwidth"), 0.2);
  EXPECT_EQ(energy.flow_at(energy.steps[4]).number("energy kernel", "bandwidth"), 0.02);

  const CasePlan pair = plan_of(both + "sweep/parameter = bandwidths");
  EXPECT_EQ(pair.limit.geometry, "Fisher-Rao");
  EXPECT_EQ(pair.limit_at(pair.steps[0]).text("energy", "name"), "KL");
  EXPECT_EQ(pair.limit.order, 2);
  EXPECT_EQ(pair.flow_at(pair.steps[4]).number("kernel", "bandwidth"), 0.02);
  EXPECT_NEAR(pair.flow_at(pair.steps[4]).number("energy kernel", "bandwidth"), 0.01, 1e-15);
}

// Another geometry that the study names does not take the energy's limit away.
TEST(EnergyLimitsOfStudies, BesideANamedGeometry)
{
  const CasePlan plan =
      plan_of(blob + "geometry/name = Stein Fisher-Rao; limit/geometry = Fisher-Rao; limit/order = 2");
  EXPECT_EQ(plan.limit.geometry, "Fisher-Rao");
  EXPECT_EQ(plan.limit_at(plan.steps[0]).text("energy", "name"), "KL");
  ASSERT_TRUE(plan.declared);
  EXPECT_EQ(plan.declared->geometry, "power-mobility Fisher-Rao");
}

// Sweeps of what is not there, with what to do instead.
TEST(EnergyLimitsOfStudies, Refusals)
{
  EXPECT_NE(refusal(blob + "geometry/name = Fisher-Rao; sweep/parameter = energy bandwidth")
                .find("same as geometry"),
            std::string::npos);
  EXPECT_NE(refusal(own + "energy/name = KL; geometry/name = Fisher-Rao; sweep/parameter = energy bandwidth")
                .find("has no bandwidth"),
            std::string::npos);
  EXPECT_NE(refusal(blob + own + "geometry/name = Fisher-Rao; sweep/parameter = bandwidths")
                .find("has no bandwidth"),
            std::string::npos);
  EXPECT_NE(refusal(blob + own + "geometry/name = Fisher-Rao").find("has no bandwidth"), std::string::npos);
  EXPECT_NE(refusal("energy/name = MMD; geometry/name = Wasserstein").find("declares no limit"),
            std::string::npos);
  EXPECT_EQ(refusal("energy/name = MMD; geometry/name = Wasserstein; limit/geometry = Wasserstein; "
                    "limit/settings = energy/name = L2-distance; limit/order = 2"),
            "");
}

// A kernel of the energy that the finest mesh does not resolve is refused, with the cells that would.
TEST(EnergyLimitsOfStudies, UnresolvedKernelsOfEnergies)
{
  const CasePlan plan = plan_of(blob +
                                "geometry/name = Fisher-Rao; kernel/name = Gaussian; sweep/to = 1e-4; "
                                "accuracy/refinements = 1");
  const auto space = make_space(plan.flow);
  EXPECT_EQ(first_resolving_level(plan, plan.steps.front(), *space), 1u);
  try {
    first_resolving_level(plan, plan.steps.back(), *space);
    ADD_FAILURE() << "not refused";
  } catch (const InputError &error) {
    EXPECT_NE(std::string(error.what()).find("domain/cells at least"), std::string::npos) << error.what();
  }
}
