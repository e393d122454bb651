// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/io/data_index.h>
#include <gammaflow/io/files.h>
#include <gammaflow/io/trajectory_file.h>
#include <gammaflow/program/scratch_directory.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/plan/case_plan.h>
#include <gammaflow/study/plan/evolution_key.h>
#include <gammaflow/study/points/point_record.h>
#include <gammaflow/study/points/record_check.h>
#include <gammaflow/study/points/study_files.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <fstream>
#include <iterator>
#include <tests/support/whole_record.h>

using namespace gammaflow;
using namespace gammaflow::testing;

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

// The two flows of a study differ in energy, geometry and data; a limit on another domain, or at other times,
// has no distance from the kernel flow.
TEST(CasePlan, SettingsOfALimitAreOfItsFlow)
{
  for (const char *shared :
       {"time/end = 2", "domain/upper = 1.01", "accuracy/budget = 0.1", "sweep/points = 3"}) {
    const std::string why = refusal(std::string("limit/settings = ") + shared);
    for (const std::string words : {"section 'limit', key 'settings'", shared, "domain/constants"})
      EXPECT_NE(why.find(words), std::string::npos) << why;
  }
  EXPECT_EQ(refusal("limit/settings = target/formula = 2"), "");
  EXPECT_EQ(refusal("limit/settings = energy/name = chi2"), "");
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

// The order on a path comes from the formula at sigma -> 0, whatever the ladder is: power laws have one, also
// where other terms are there as well; others have none, and a ridge that does not vanish has no such limit.
TEST(CasePlan, OrderOnAPathIsThatOfTheFormula)
{
  const auto order = [](const std::string &formula, const std::string &ladder = "0.4, 0.2, 0.1") {
    return plan_cases(with("sweep/parameter = path; sweep/values = " + ladder +
                           "; sweep/ridge formula = " + formula))
        .at(0)
        .limit.order;
  };
  EXPECT_DOUBLE_EQ(order("sigma^2"), 2);
  EXPECT_DOUBLE_EQ(order("3*sqrt(sigma)"), 0.5);
  EXPECT_DOUBLE_EQ(order("sigma + 100*sigma^2"), 1);
  EXPECT_DOUBLE_EQ(order("sigma*exp(sigma)", "0.5, 0.4, 0.3"), 1);
  for (const char *none : {"sigma^2*abs(log(sigma))", "1/abs(log(sigma))", "exp(-1/sigma)"})
    EXPECT_NE(
        refusal(std::string("sweep/parameter = path; sweep/values = 0.4, 0.2, 0.1; sweep/ridge formula = ") +
                none)
            .find("no power law"),
        std::string::npos)
        << none;
  for (const char *floor : {"2e-4 + sigma", "max(sigma, 1e-3)", "exp(sigma)"}) {
    const std::string path = std::string("sweep/parameter = path; sweep/ridge formula = ") + floor;
    EXPECT_NE(refusal(path).find("not to 0"), std::string::npos) << floor << refusal(path);
    EXPECT_NE(refusal(path + "; limit/order = 1").find("not to 0"), std::string::npos) << floor;
    const auto named = with(path + "; limit/geometry = saturating-mobility Fisher-Rao; limit/order = 1");
    EXPECT_FALSE(plan_cases(named).at(0).declared) << floor;
  }
}

// Ten times the tolerance must be allowed, too: refused when the file is read, with the value that was given.
TEST(CasePlan, ToleranceThatLeavesNoLooserOne)
{
  for (const char *loose : {"0.1", "0.02"}) {
    const std::string why = refusal(std::string("time/tolerance = ") + loose);
    EXPECT_NE(why.find(std::string("given '") + loose + "'"), std::string::npos) << why;
    EXPECT_NE(why.find("0.01"), std::string::npos) << why;
  }
  EXPECT_EQ(refusal("time/tolerance = 0.01"), "");
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
  const std::string states = trajectory_file(scratch.path(), 0);
  Trajectory trajectory;
  trajectory.space = make_space(plan.flow, 0);
  trajectory.times = {0};
  trajectory.states = {trajectory.space->zero()};
  trajectory.ledger.resize(1);
  write_trajectory(states, trajectory, {});
  const auto store = [&](bool resolved) {
    nlohmann::json record = whole_record(plan, 0);
    record["resolved"] = resolved;
    write_json(scratch.path() + "/point-00.json", sealed_record(record, IndexedFile(states).checksum(), ""));
  };
  const auto found = [&] { return find_point(scratch.path(), 0, plan, step).has_value(); };
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

// An entry that the judge needs and that is not there, or is of another kind, is what it would read past.
TEST(CasePlan, RecordsThatAreNotWholeAreNone)
{
  const auto plan = plan_cases(with("")).at(0);
  const nlohmann::json record = whole_record(plan, 0);
  ASSERT_TRUE(is_whole_record(record, plan));
  ASSERT_FALSE(is_sealed(record));
  ASSERT_TRUE(is_sealed(sealed_record(record, "a", "b")));
  for (const auto &item : record.items()) {
    if (item.key() == "key" || item.key() == "memory") continue;  // which find_point() compares
    nlohmann::json changed = record;
    changed.erase(item.key());
    EXPECT_FALSE(is_whole_record(changed, plan)) << item.key();
    for (const nlohmann::json &other :
         {nlohmann::json("x"), nlohmann::json(-1), nlohmann::json::array({1}), nlohmann::json::object()}) {
      changed[item.key()] = other;
      const bool taken =
          item.value().is_number_float() || item.key() == "note" || item.key() == "edb_residual";
      if (!taken) EXPECT_FALSE(is_whole_record(changed, plan)) << item.key() << " " << other;
    }
    changed = sealed_record(record, "a", "b");
    changed[item.key()] = nullptr;
    EXPECT_FALSE(is_sealed(changed)) << item.key();
  }
  nlohmann::json changed = record;
  changed["level"] = plan.last_level + 1;
  EXPECT_FALSE(is_whole_record(changed, plan));
  changed = record;
  changed["series"]["energy"].push_back(1);
  EXPECT_FALSE(is_whole_record(changed, plan));
}

// Would catch: an entry that is written and not read, or the other way round: a resumed study would say
// something else.
TEST(CasePlan, RecordsAreReadAsTheyAreWritten)
{
  const auto plan = plan_cases(with("")).at(0);
  const nlohmann::json record = whole_record(plan, 0);
  EXPECT_EQ(record_json(outcome_from(record)), record);
  const PointFailure failure = record_of_failure(plan, plan.steps.front(), 2, 1e-6, "it does not converge");
  const auto back = std::get<PointFailure>(outcome_from(record_json(failure)));
  EXPECT_EQ(record_json(back), record_json(failure));
  EXPECT_EQ(back.reason, failure.reason);
  EXPECT_EQ(back.level, 2u);
}

// Would catch: tables that read past a distance which one of the points lacks.
TEST(CasePlan, ADistanceThatAPointLacksHasNoTable)
{
  const ScratchDirectory scratch("test");
  const auto plan = plan_cases(with("")).at(0);
  std::vector<PointRecord> points;
  for (const std::size_t i : {0u, 1u})
    points.push_back(std::get<PointRecord>(outcome_from(whole_record(plan, i))));
  auto &second = points[1].distances;
  const auto table = [&] {
    write_tables(scratch.path(), plan, points);
    std::ifstream file(scratch.path() + "/distances.csv");
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  std::string other;
  for (const auto &[name, summary] : points[0].distances)
    if (name != "Hellinger") other = name;
  ASSERT_FALSE(other.empty());
  EXPECT_NE(table().find(other), std::string::npos);
  second.erase(other);
  EXPECT_EQ(table().find(other), std::string::npos);
  EXPECT_NE(table().find("Hellinger"), std::string::npos);
}
