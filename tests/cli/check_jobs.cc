// SPDX-License-Identifier: LGPL-2.1-or-later
#include <nlohmann/json.hpp>

#include "program.h"
#include <chrono>
#include <filesystem>
#include <thread>

// Several cases at a time, each in a process of its own.
namespace
{
const std::string shipped = GAMMAFLOW_SOURCE_DIR "/reference/";
const std::string two = "check " + shipped + "fisher_rao_kl repo/wrong ";

/// A reference of which one value is wrong.
void plant_a_wrong_value(const Program &program)
{
  std::filesystem::create_directory(program.path("repo"));
  std::filesystem::copy(shipped + "mmd_kl", program.path("repo/wrong"));
  std::string csv = program.read("repo/wrong/expected.csv");
  const auto comma = csv.find(',', csv.find('\n'));
  csv.insert(comma + 1, "17");
  program.write("repo/wrong/expected.csv", csv);
}
}  // namespace

// Would catch: results that depend on the process that found them, that come in another order, or that are
// lost on the way (a failure that is not one for the program that asked).
TEST(CheckJobs, TheSameResultsAsOneAfterTheOther)
{
  const Program program;
  plant_a_wrong_value(program);
  const auto alone = program.run(two + "--json alone.json"),
             both = program.run(two + "--jobs 2 --json both.json");
  EXPECT_EQ(alone.code, 1) << alone.out << alone.err;
  EXPECT_EQ(both.code, 1) << both.out << both.err;
  expect_words(both.out, {"fisher_rao_kl: pass", "wrong: FAIL", "1 passed, 1 failed"});
  const auto one = nlohmann::json::parse(program.read("alone.json"));
  EXPECT_EQ(one, nlohmann::json::parse(program.read("both.json")));
  ASSERT_EQ(one.at("cases").size(), 2u);
  EXPECT_TRUE(one["cases"][0].at("pass").get<bool>());
  EXPECT_FALSE(one["cases"][1].at("comparisons").at(0).at("pass").get<bool>());
}

TEST(CheckJobs, BadInputOfOneIsBadInput)
{
  const Program program;
  program.write("study.prm", "subsection time\n  set ende = 1\nend\n");
  const auto outcome = program.run("check " + shipped + "fisher_rao_kl study.prm --jobs 2");
  EXPECT_EQ(outcome.code, 2);
  expect_words(outcome.err, {"study.prm", "ende", "did you mean"});
  const auto none = program.run("check --jobs 0");
  EXPECT_EQ(none.code, 2);
  expect_words(none.err, {"--jobs", "1 to"});
}

// Would catch: processes that go on computing after the program that asked for them was killed.
TEST(CheckJobs, AKillEndsAllOfThem)
{
  const Program program;
  // one that nobody waits for stays as a zombie where the first process of a container does not care
  const auto outcome = program.shell(Program::binary + " check " + shipped + "spherical " + shipped +
                                     "decay --jobs 2 >out 2>err & p=$!; for i in $(seq 100); do sleep 0.1; "
                                     "pgrep -P $p >children && test $(wc -l "
                                     "<children) = 2 && break; done; wc -l <children; kill -9 $p; for i in "
                                     "$(seq 50); do sleep 0.1; ps -o stat= -p "
                                     "$(paste -sd, children) | grep -vc Z >left || break; done; cat left");
  EXPECT_EQ(outcome.out, "2\n0\n") << program.read("out") << program.read("err");
}
