// SPDX-License-Identifier: LGPL-2.1-or-later
// The tests of the command line run the program in copies of one process: as if it had been started.
#include "program.h"
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

namespace
{
void expect_same(const Program::Outcome &a, const Program::Outcome &b)
{
  EXPECT_EQ(a.code, b.code);
  EXPECT_EQ(a.out, b.out);
  EXPECT_EQ(a.err, b.err);
}

/// The server and its copies that live.
unsigned copies()
{
  unsigned count = 0;
  for (const auto &entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream file(entry.path() / "cmdline");
    const std::string line{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    count += line.find("--serve" + std::string(1, '\0') + Program::server()) != std::string::npos;
  }
  return count;
}
}  // namespace

// Would catch: arguments that are cut or joined, another directory, a stream that is lost, another exit code.
TEST(Server, GivesWhatTheProgramGives)
{
  Program program;
  program.write("flow.prm", small_flow());
  program.write("a b.prm", small_flow("subsection time\n set end = -1\nend\n"));
  for (const std::string arguments :
       {"list kernels", "validate flow.prm", "validate 'a b.prm'", "run flow.prm ''", "", "--version --cite",
        "run nowhere.prm --set 'time/end = 1'", "run flow.prm --quiet --output flow --overwrite"}) {
    SCOPED_TRACE(arguments);
    expect_same(program.run(arguments), program.run_alone(arguments));
  }
  // Must fail: other arguments.
  EXPECT_NE(program.run("list kernels").out, program.run_alone("list energies").out);
}

// Would catch: a computation that goes on when its test is over. Server, copy that serves, program: three
// processes while it runs, one afterwards.
TEST(Server, KillsTheProgramWithItsClient)
{
  Program program;
  program.write("flow.prm", small_flow("subsection time\n set end = 1e4\n set outputs = 100000\nend\n"));
  const auto processes = [](unsigned expected) {
    unsigned found = copies();
    for (int i = 0; i < 1000 && found != expected; ++i, found = copies())
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return found;
  };
  EXPECT_EQ(processes(1), 1u);
  program.shell(Program::client() + " run flow.prm --output endless >/dev/null 2>&1 & echo $! > client");
  EXPECT_EQ(processes(3), 3u);
  program.shell("kill -9 $(cat client)");
  EXPECT_EQ(processes(1), 1u);
}
