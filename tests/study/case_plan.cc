#include <gammaflow/io/files.h>
#include <gammaflow/program/scratch_directory.h>
#include <gammaflow/study/case_plan.h>
#include <gammaflow/study/point_record.h>
#include <gammaflow/study/study_files.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <array>

using namespace gammaflow;

namespace
{
Parameters with(const std::string &settings)
{
  Parameters p;
  p.assign_all(
      "geometry/name = KRR Fisher-Rao; kernel/name = intrinsic Matern; sweep/parameter = ridge;" + settings,
      "test");
  return p;
}

std::string refusal(const std::string &settings)
{
  try {
    plan_cases(with(settings));
  } catch (const InputError &error) {
    return error.what();
  }
  return "";
}
}  // namespace

// The limit and the order that a geometry declares are the default, per sweep parameter.
TEST(CasePlan, DeclaredLimits)
{
  const auto ridge = plan_cases(with("")).at(0);
  EXPECT_EQ(ridge.limit.geometry, "Fisher-Rao");
  EXPECT_EQ(ridge.limit.order, 1);
  const auto bandwidth = plan_cases(with("sweep/parameter = bandwidth")).at(0);
  EXPECT_EQ(bandwidth.limit.geometry, "saturating-mobility Fisher-Rao");
  EXPECT_EQ(bandwidth.limit.order, 2);
  const auto named =
      plan_cases(with("sweep/parameter = bandwidth; limit/geometry = Fisher-Rao; limit/order = 2")).at(0);
  EXPECT_EQ(named.limit.geometry, "Fisher-Rao");
}

TEST(CasePlan, StepsCarryBandwidthAndRidge)
{
  const auto path =
      plan_cases(with("sweep/parameter = path; sweep/values = 0.1, 0.4, 0.2; sweep/ridge formula = "
                      "sigma^2; limit/geometry = Fisher-Rao; limit/order = 2"))
          .at(0);
  ASSERT_EQ(path.steps.size(), 3u);
  EXPECT_EQ(path.steps[0].bandwidth, 0.4);  // descending
  EXPECT_NEAR(path.steps[0].ridge, 0.16, 1e-15);
  EXPECT_EQ(path.flow_at(path.steps[2]).number("kernel", "bandwidth"), 0.1);
  EXPECT_NEAR(path.flow_at(path.steps[2]).number("geometry", "ridge"), 0.01, 1e-15);
  EXPECT_EQ(path.limit_at(path.steps[2]).text("geometry", "name"), "Fisher-Rao");
}

// The exact limit flow is the same evolution for all points; the kernel flow is not.
TEST(CasePlan, EvolutionKeysHoldWhatMattersOnly)
{
  const auto plan = plan_cases(with("")).at(0);
  EXPECT_EQ(evolution_key(plan.limit_at(plan.steps[0])), evolution_key(plan.limit_at(plan.steps[1])));
  EXPECT_NE(evolution_key(plan.flow_at(plan.steps[0])), evolution_key(plan.flow_at(plan.steps[1])));
  Parameters other = plan.flow;
  other.set("study", "name", "another");
  EXPECT_EQ(evolution_key(plan.flow), evolution_key(other));
  // Two cases that differ in one of these alone are not the same evolution.
  const std::vector<std::array<std::string, 3>> of_the_flow = {{"source", "formula", "x"},
                                                               {"boundary", "left", "1"},
                                                               {"adaptivity", "tolerance", "0.1"},
                                                               {"time", "end", "0.7"},
                                                               {"domain", "degree", "3"}};
  for (const auto &[section, key, value] : of_the_flow) {
    Parameters changed = plan.flow;
    changed.set(section, key, value);
    EXPECT_NE(evolution_key(plan.flow), evolution_key(changed)) << section;
  }
}

TEST(CasePlan, Refusals)
{
  EXPECT_NE(refusal("sweep/values = 0.1, -0.1, 0.2").find("positive"), std::string::npos);
  EXPECT_NE(refusal("sweep/values = 0.1, 0.1, 0.2").find("twice"), std::string::npos);
  EXPECT_NE(refusal("sweep/values = 0.1, 0.2").find("order"), std::string::npos);
  EXPECT_NE(refusal("sweep/values = 0.1, abc, 0.2").find("abc"), std::string::npos);
  EXPECT_NE(refusal("sweep/from = 0.1; sweep/to = 0.2").find("ladder"), std::string::npos);
  EXPECT_NE(refusal("sweep/parameter = path; sweep/ridge formula = sigma^").find("parse"), std::string::npos);
  EXPECT_NE(refusal("sweep/parameter = path; sweep/ridge formula = -sigma").find("positive"),
            std::string::npos);
  EXPECT_NE(refusal("geometry/name = Fisher-Rao; sweep/parameter = bandwidth").find("bandwidth"),
            std::string::npos);
  EXPECT_NE(refusal("geometry/name = Stein Fisher-Rao").find("ridge"), std::string::npos);
  EXPECT_NE(refusal("limit/geometry = Nowhere").find("Nowhere"), std::string::npos);
  EXPECT_NE(refusal("limit/settings = enrgy/name = KL").find("enrgy"), std::string::npos);
  EXPECT_NE(refusal("case 1/name = a; case 2/name = a").find("two cases"), std::string::npos);
  EXPECT_NE(refusal("case 1/settings = x/y = 1").find("needs a name"), std::string::npos);
}

// What a point that could not be resolved within the memory of that time is in the way of, once there is
// more.
TEST(CasePlan, UnresolvedPointsAreComputedAgainWithMoreMemory)
{
  const ScratchDirectory scratch("test");
  auto plan = plan_cases(with("")).at(0);
  const SweepStep &step = plan.steps.front();
  const auto store = [&](bool resolved) {
    write_json(scratch.path() + "/point-00.json",
               {{"key", record_key(plan, step)}, {"resolved", resolved}, {"memory", plan.memory_bytes}});
  };
  const auto found = [&] { return !find_point(scratch.path(), 0, plan, step).is_null(); };
  EXPECT_FALSE(found());
  for (const bool resolved : {true, false}) {
    store(resolved);
    EXPECT_TRUE(found());
    plan.memory_bytes *= 2;
    EXPECT_EQ(found(), resolved);
    plan.memory_bytes /= 2;
  }
  store(true);
  plan.equality_tolerance *= 2;
  EXPECT_FALSE(found());
}
