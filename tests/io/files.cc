// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/io/files.h>
#include <gammaflow/io/output_directory.h>
#include <gammaflow/program/scratch_directory.h>

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>

using namespace gammaflow;
namespace fs = std::filesystem;

namespace
{
std::string content(const std::string &path)
{
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string refusal(const std::function<void()> &action)
{
  try {
    action();
  } catch (const InputError &error) {
    return error.what();
  }
  return "";
}
}  // namespace

// Whole or not at all: nothing is left beside a file that was written, or that could not be.
TEST(Files, WrittenWholeOrNotAtAll)
{
  const ScratchDirectory scratch("test");
  const std::string path = scratch.path() + "/a.txt";
  write_file(path, "one");
  write_file(path, "two");
  EXPECT_EQ(content(path), "two");
  EXPECT_NE(refusal([&] { write_file(scratch.path() + "/none/a.txt", "x"); }).find("cannot be written"),
            std::string::npos);
  fs::create_directory(scratch.path() + "/directory");
  EXPECT_NE(refusal([&] { write_file(scratch.path() + "/directory", "x"); }), "");
  EXPECT_EQ(std::distance(fs::directory_iterator(scratch.path()), fs::directory_iterator()), 2);
}

// Numbers are read back as they were; what is not a number becomes null.
TEST(Files, JsonKeepsEveryDigit)
{
  const ScratchDirectory scratch("test");
  const std::string path = scratch.path() + "/a.json";
  write_json(path, {{"third", 1. / 3}, {"nan", std::nan("")}, {"tiny", 4.9e-324}});
  const auto json = read_json(path);
  EXPECT_EQ(json["third"].get<double>(), 1. / 3);
  EXPECT_EQ(json["tiny"].get<double>(), 4.9e-324);
  EXPECT_TRUE(json["nan"].is_null());
  write_file(path, "{");
  EXPECT_NE(refusal([&] { read_json(path); }).find("is not JSON"), std::string::npos);
  EXPECT_NE(refusal([&] { read_json(scratch.path() + "/b.json"); }).find("b.json"), std::string::npos);
}

// A directory belongs to one command and one set of parameters; memory and output settings do not count.
TEST(Files, DirectoryBelongsToOneComputation)
{
  const ScratchDirectory scratch("test");
  const std::string directory = scratch.path() + "/a/b";
  Parameters parameters;
  EXPECT_FALSE(claim_directory(directory, "study", parameters));
  EXPECT_TRUE(claim_directory(directory, "study", parameters));
  parameters.set("memory", "limit", "100");
  parameters.set("output", "vtu", "true");
  EXPECT_TRUE(claim_directory(directory, "study", parameters));
  // more time may be given, less would replace a result by a worse one
  parameters.set("reference", "seconds", "2*3600", "test");
  EXPECT_TRUE(claim_directory(directory, "study", parameters));
  parameters.set("reference", "seconds", "3600", "test");
  EXPECT_NE(refusal([&] { claim_directory(directory, "study", parameters); }).find("reference/seconds was"),
            std::string::npos);
  parameters.set("reference", "seconds", "7200", "test");
  EXPECT_TRUE(claim_directory(directory, "study", parameters));
  EXPECT_NE(refusal([&] { claim_directory(directory, "run", parameters); }).find("another command"),
            std::string::npos);
  parameters.set("time", "end", "77");
  const std::string other = refusal([&] { claim_directory(directory, "study", parameters); });
  EXPECT_NE(other.find("time/end was"), std::string::npos) << other;

  write_file(scratch.path() + "/notes.txt", "mine");
  EXPECT_NE(refusal([&] { claim_directory(scratch.path(), "study", parameters); }).find("not empty"),
            std::string::npos);
}

// Results of another build of the program would be taken for this one's: they are removed, and only they.
TEST(Files, ResultsOfAnotherBuildAreComputedAnew)
{
  const ScratchDirectory scratch("test");
  const std::string directory = scratch.path() + "/a", manifest = directory + "/manifest.json";
  const Parameters parameters;
  claim_directory(directory, "study", parameters);
  // of a study and of a reference; its parameter file may be the user's only one
  for (const std::string result : {"certificate.json", "evolution.h5", "expected.csv", "observables.csv"})
    write_file(directory + "/" + result, "{}");
  for (const std::string own : {"notes.txt", "case.prm"}) write_file(directory + "/" + own, "mine");
  EXPECT_TRUE(claim_directory(directory, "study", parameters));
  EXPECT_TRUE(fs::exists(directory + "/certificate.json"));
  auto json = read_json(manifest);
  json["gammaflow"]["revision"] = "another";
  write_json(manifest, json);
  EXPECT_FALSE(claim_directory(directory, "study", parameters));
  for (const std::string result : {"certificate.json", "evolution.h5", "expected.csv", "observables.csv"})
    EXPECT_FALSE(fs::exists(directory + "/" + result)) << result;
  for (const std::string own : {"notes.txt", "case.prm"})
    EXPECT_EQ(content(directory + "/" + own), "mine") << own;
  EXPECT_TRUE(claim_directory(directory, "study", parameters));
}
