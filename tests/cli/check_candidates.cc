// SPDX-License-Identifier: LGPL-2.1-or-later
#include <boost/algorithm/string.hpp>

#include "program.h"
#include <filesystem>

// The example of a user's repository: its check passes, a change of its particles is found, shown and taken
// over.
namespace
{
const std::string example = GAMMAFLOW_SOURCE_DIR "/examples/your_sampler";

void copy_example(const Program &program)
{
  std::filesystem::copy(example, program.path("repo"), std::filesystem::copy_options::recursive);
}

/// The line of the first quantity of expected.csv with other fields.
std::string with_first_line(const std::string &csv, const std::string &value, const std::string &tolerance)
{
  std::vector<std::string> lines, fields;
  boost::split(lines, csv, boost::is_any_of("\n"));
  boost::split(fields, lines.at(1), boost::is_any_of(","));
  lines[1] = fields[0] + "," + (value.empty() ? fields[1] : value) + "," + tolerance + ",0," + fields[4];
  return boost::join(lines, "\n");
}
}  // namespace

TEST(CheckCandidates, TheExampleOfARepository)
{
  const Program program;
  copy_example(program);
  const auto outcome = program.run("check repo/regression/svgd --junit results.xml");
  EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  expect_words(outcome.out, {"W1 at t = 0.5", "1 passed, 0 failed"});
  expect_words(program.read("results.xml"),
               {"<testsuite name=\"svgd\"", "failures=\"0\"", "name=\"W1 at t = 0.5\"/>"});
}

// Would catch: an update that hides what it changes, or lets a tolerance grow on its own.
TEST(CheckCandidates, ChangesAreFoundShownAndNeverLoosenedSilently)
{
  const Program program;
  copy_example(program);
  const std::string file = "repo/regression/svgd/expected.csv", check = "check repo/regression/svgd ";
  const std::string good = program.read(file);

  program.write(file, with_first_line(good, "0.5", "0.001"));
  const auto failed =
      program.shell("GITHUB_ACTIONS=true " + Program::binary + " " + check + "--junit results.xml");
  EXPECT_EQ(failed.code, 1);
  expect_words(failed.out, {"FAIL", "::error file=", "expected 0.5"});
  expect_words(program.read("results.xml"), {"failures=\"1\"", "<failure message=\"expected 0.5"});

  const auto updated = program.run(check + "--update");
  EXPECT_EQ(updated.code, 0) << updated.out << updated.err;
  expect_words(updated.out, {"1 of ", "0.5 -> "});
  EXPECT_EQ(program.run(check).code, 0);

  const std::string tight = with_first_line(good, "0.5", "1e-12");
  program.write(file, tight);
  const auto refused = program.run(check + "--update");
  EXPECT_EQ(refused.code, 1);
  expect_words(refused.out, {"stays 0.5", "nothing is written"});
  EXPECT_EQ(program.read(file), tight);
  const auto loosened = program.run(check + "--update --loosen");
  EXPECT_EQ(loosened.code, 0) << loosened.out;
  expect_words(loosened.out, {"LOOSENED"});
  EXPECT_EQ(program.run(check).code, 0);

  EXPECT_EQ(program.run(check + "--loosen").code, 2);
  EXPECT_EQ(program.run("check --update").code, 2);
}
