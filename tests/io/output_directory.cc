// SPDX-License-Identifier: LGPL-2.1-or-later
// What a directory of results is taken for: its lock, its manifest, what a kill leaves, the contents of
// files.
#include <gammaflow/io/directory_lock.h>
#include <gammaflow/io/files.h>
#include <gammaflow/io/output_directory.h>
#include <gammaflow/parameters/input_files.h>
#include <gammaflow/program/scratch_directory.h>
#include <gammaflow/study/points/study_files.h>

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <sys/wait.h>
#include <unistd.h>

using namespace gammaflow;
namespace fs = std::filesystem;

namespace
{
std::string refusal(const std::function<void()> &action)
{
  try {
    action();
  } catch (const InputError &error) {
    return error.what();
  }
  return "";
}

/// What `action` ends with in another process: 0, 2 for an InputError, 9 for anything else.
int in_another_process(const std::function<void()> &action)
{
  const pid_t child = fork();
  if (child == 0) {
    int code = 0;
    try {
      action();
    } catch (const InputError &) {
      code = 2;
    } catch (...) {
      code = 9;
    }
    _exit(code);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
}  // namespace

// A kill while the manifest is written: only its temporary file is there, and the next claim goes on. Must
// fail to be taken for that: anything else, and a file of the user's that has such a name.
TEST(OutputDirectory, AKillDuringTheClaimLocksNothing)
{
  const ScratchDirectory scratch("test");
  const Parameters parameters;
  const std::string killed = scratch.path() + "/killed", foreign = scratch.path() + "/foreign";
  fs::create_directories(killed);
  for (const std::string name : {"manifest.json.part.17", "manifest.json.part.4711"})
    std::ofstream(killed + "/" + name) << "{\"gamma";
  EXPECT_FALSE(claim_directory(killed, "run", parameters));
  EXPECT_TRUE(claim_directory(killed, "run", parameters));
  EXPECT_EQ(std::distance(fs::directory_iterator(killed), fs::directory_iterator()), 1);

  for (const std::string name : {"thesis.part.1", "manifest.json.part.x", "notes.txt"}) {
    fs::remove_all(foreign);
    fs::create_directories(foreign);
    std::ofstream(foreign + "/" + name) << "mine";
    EXPECT_NE(refusal([&] { claim_directory(foreign, "run", parameters); }).find("not empty"),
              std::string::npos)
        << name;
    EXPECT_NE(refusal([&] { claim_directory(foreign, "run", parameters, Existing::overwrite); }), "") << name;
    EXPECT_TRUE(fs::exists(foreign + "/" + name));
  }
}

// Half-written files of a process that was killed go at the next claim, and no others.
TEST(OutputDirectory, HalfWrittenFilesAreRemoved)
{
  const ScratchDirectory scratch("test");
  const std::string directory = scratch.path() + "/a/";
  const Parameters parameters;
  claim_directory(directory, "run", parameters);
  for (const std::string folder : {"cases/one", "vtu", "data", "mine"})
    fs::create_directories(directory + folder);
  const std::vector<std::string> ours = {"ledger.csv.part.12",
                                         "checkpoint.h5.part.12",
                                         "manifest.json.part.3",
                                         "case.prm.part.5",
                                         "cases/one/point-00.json.part.12",
                                         "vtu/fields-0000.vtu.part.9",
                                         "data/0123-a.csv.part.9"},
                                 others = {"thesis.part.1", "mine/x.part.1", "ledger.csv",
                                           "cases/one/point-00.json"};
  for (const auto &names : {ours, others})
    for (const auto &name : names) std::ofstream(directory + name) << "half";
  EXPECT_TRUE(claim_directory(directory, "run", parameters));
  for (const auto &name : ours) EXPECT_FALSE(fs::exists(directory + name)) << name;
  for (const auto &name : others) EXPECT_TRUE(fs::exists(directory + name)) << name;
}

// Another process is refused, and nothing is left of the lock when its owner is gone, however it ends. (A
// process that was forked after the lock was taken would share it.)
TEST(OutputDirectory, IsOfOneProcessAtATime)
{
  const ScratchDirectory scratch("test");
  const std::string directory = scratch.path() + "/a";
  EXPECT_EQ(in_another_process([&] { lock_directory(directory); }), 0);
  int ready[2], done[2];
  ASSERT_EQ(pipe(ready) + pipe(done), 0);
  const pid_t owner = fork();
  char byte = 0;
  if (owner == 0) {
    close(done[1]);
    lock_directory(directory);
    if (write(ready[1], "r", 1) == 1) (void)!read(done[0], &byte, 1);  // until the other end closes
    _exit(0);
  }
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  const std::string why = refusal([&] { claim_directory(directory, "run", Parameters()); });
  EXPECT_NE(why.find(directory + ": another gammaflow"), std::string::npos) << why;
  EXPECT_NE(why.find("lock"), std::string::npos) << why;
  EXPECT_TRUE(fs::is_empty(directory));
  kill(owner, SIGKILL);
  waitpid(owner, nullptr, 0);
  EXPECT_FALSE(claim_directory(directory, "run", Parameters()));
  for (const int end : {ready[0], ready[1], done[0], done[1]}) close(end);
}

// --overwrite: results, case and data go; the user's own files, and files that the parameters come from,
// stay.
TEST(OutputDirectory, OverwrittenOnlyWhereItIsOurs)
{
  const ScratchDirectory scratch("test");
  const std::string directory = scratch.path() + "/a/";
  Parameters parameters;
  claim_directory(directory, "run", parameters);
  fs::create_directories(directory + "data");
  for (const std::string name : {"trajectory.h5", "case.prm", "data/x.csv", "notes.txt"})
    std::ofstream(directory + name) << "old";
  parameters.set("time", "end", "77");
  EXPECT_NE(refusal([&] { claim_directory(directory, "run", parameters); }).find("--overwrite"),
            std::string::npos);
  EXPECT_FALSE(claim_directory(directory, "reference", parameters, Existing::overwrite));
  for (const std::string name : {"trajectory.h5", "case.prm", "data"})
    EXPECT_FALSE(fs::exists(directory + name)) << name;
  EXPECT_TRUE(fs::exists(directory + "notes.txt"));
  EXPECT_TRUE(claim_directory(directory, "reference", parameters));

  std::ofstream(directory + "case.prm") << "subsection time\n set end = 3\nend\n";
  EXPECT_FALSE(
      claim_directory(directory, "run", Parameters::from_file(directory + "case.prm"), Existing::overwrite));
  EXPECT_TRUE(fs::exists(directory + "case.prm"));
}

// The same parameters and another content of the file that they name are another computation.
TEST(OutputDirectory, BelongsToTheContentsOfFiles)
{
  const ScratchDirectory scratch("test");
  const std::string data = scratch.path() + "/t.csv", directory = scratch.path() + "/a";
  std::ofstream(data) << "0,1\n1,2\n";
  Parameters parameters;
  parameters.set("target", "file", data);
  EXPECT_TRUE(input_files(parameters).empty()) << "a file that nothing has read";
  EXPECT_EQ(path_of_input(parameters, "target", "file", "a file"), data);
  ASSERT_EQ(input_files(parameters).size(), 1u);
  EXPECT_FALSE(claim_directory(directory, "run", parameters));
  EXPECT_TRUE(claim_directory(directory, "run", parameters));
  const auto before = as_json(input_files(parameters));

  std::ofstream(data) << "0,1\n1,3\n";
  path_of_input(parameters, "target", "file", "a file");
  const std::string why = refusal([&] { claim_directory(directory, "run", parameters); });
  EXPECT_NE(why.find("target/file: " + data + " has another content"), std::string::npos) << why;
  EXPECT_NE(refusal([&] { require_same_input(before, input_files(parameters)); }).find("no longer"),
            std::string::npos);
  EXPECT_FALSE(claim_directory(directory, "run", parameters, Existing::overwrite));
}

// Files that only a case of a study names, and that only its limit names.
TEST(OutputDirectory, KnowsTheFilesOfAllCases)
{
  const ScratchDirectory scratch("test");
  Parameters parameters;
  for (const std::string name : {"a", "b", "c"}) std::ofstream(scratch.path() + "/" + name) << name;
  parameters.set("case 2", "settings", "energy/name = KL; target/file = " + scratch.path() + "/a");
  parameters.set("limit", "settings", "target/file=" + scratch.path() + "/b;geometry/ridge = 1");
  for (const std::string name : {"a", "b"}) {
    Parameters of_case = parameters;
    of_case.set("target", "file", scratch.path() + "/" + name);
    path_of_input(of_case, "target", "file", "");
  }
  EXPECT_EQ(input_files_of_all_cases(parameters).size(), 2u);
  EXPECT_TRUE(input_files(parameters).empty());
}

// Two cases never share a folder; the folders of plain names can be read.
TEST(OutputDirectory, FoldersOfCasesAreDifferent)
{
  EXPECT_EQ(folder_name("in the ridge-2"), "in_the_ridge-2");
  std::set<std::string> folders;
  const std::string x(99, 'x');
  const std::vector<std::string> names = {"a b",   "a_b",    "a/b",    "a.b",   "a_b.",  "a__b",
                                          "a  b",  "",       "_",      ".",     "..",    "caf\xc3\xa9",
                                          "caf__", x + "yy", x + "yz", x + "y", x + "_y"};
  for (const auto &name : names) {
    const std::string folder = folder_name(name);
    EXPECT_TRUE(folders.insert(folder).second) << name << " -> " << folder;
    EXPECT_EQ(folder.find('/'), std::string::npos);
    EXPECT_LT(folder.size(), 128u);
    EXPECT_NE(folder[0], '.') << name;
  }
}
