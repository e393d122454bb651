// SPDX-License-Identifier: LGPL-2.1-or-later
#include "program.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace fs = std::filesystem;

const std::string Program::binary = GAMMAFLOW_BINARY_DIR "/gammaflow";

namespace
{
std::string content(const fs::path &path)
{
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// MPI has started in this process and has left its mark on the environment, which would confuse the MPI of a
/// child.
std::string clean_environment()
{
  std::string text =
      "env -i HOME=/tmp OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OPENBLAS_NUM_THREADS=1";
  for (const char *name : {"PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "CCACHE_DIR", "CCACHE_BASEDIR", "TMPDIR"})
    if (const char *value = std::getenv(name)) text += std::string(" ") + name + "='" + value + "'";
  return text + " ";
}

/// The server of tests/cli/server, while this process lives.
class Server
{
 public:
  Server()
  {
    if (fork() == 0) {
      const std::string line =
          "exec " + clean_environment() + GAMMAFLOW_BINARY_DIR "/tests/gammaflow_server --serve " + socket();
      execl("/bin/sh", "sh", "-c", line.c_str(), static_cast<char *>(nullptr));
      _exit(127);
    }
    for (int i = 0; i < 3000 && !fs::exists(socket()); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    if (!fs::exists(socket())) throw std::runtime_error("no server of the program at " + socket());
  }
  std::string socket() const { return directory_.path() + "/socket"; }

 private:
  const gammaflow::ScratchDirectory directory_{"server"};
};
}  // namespace

Program::Outcome Program::shell(const std::string &command) const
{
  const gammaflow::ScratchDirectory streams("streams");
  const std::string line = "cd '" + scratch_.path() + "' && ( " + command + " ) >" + streams.path() +
                           "/out 2>" + streams.path() + "/err </dev/null";
  const int status = std::system(line.c_str());
  Outcome outcome;
  outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  outcome.out = content(streams.path() + "/out");
  outcome.err = content(streams.path() + "/err");
  return outcome;
}

Program::Outcome Program::run(const std::string &arguments) const
{
  return shell("exec timeout 300 " + client() + " " + arguments);
}

std::string Program::server()
{
  static const Server server;
  return server.socket();
}

std::string Program::client()
{
  return GAMMAFLOW_BINARY_DIR "/tests/gammaflow_client " + server();
}

Program::Outcome Program::run_alone(const std::string &arguments) const
{
  return shell("exec " + clean_environment() + "timeout 300 " + binary + " " + arguments);
}

bool Program::killed_when_there_is(const std::string &file, const std::string &arguments) const
{
  const int process = start(arguments);
  for (int i = 0; i < 6000 && !exists(file); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  const bool there = exists(file);
  kill(process, SIGKILL);
  waitpid(process, nullptr, 0);
  return there;
}

void Program::kill_after(double seconds, const std::string &arguments) const
{
  const int process = start(arguments);
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  kill(process, SIGKILL);
  waitpid(process, nullptr, 0);
}

int Program::start(const std::string &arguments) const
{
  const int id = fork();
  if (id == 0) {
    const std::string line = "cd '" + scratch_.path() + "' && exec " + clean_environment() + binary + " " +
                             arguments + " >/dev/null 2>&1 </dev/null";
    execl("/bin/sh", "sh", "-c", line.c_str(), static_cast<char *>(nullptr));
    _exit(127);
  }
  return id;
}

void Program::write(const std::string &name, const std::string &text) const
{
  std::ofstream(path(name)) << text;
}

std::string Program::read(const std::string &name) const
{
  return content(path(name));
}

bool Program::exists(const std::string &name) const
{
  return fs::exists(path(name));
}

std::vector<std::string> Program::tree() const
{
  std::vector<std::string> result;
  for (const auto &entry : fs::recursive_directory_iterator(scratch_.path()))
    result.push_back(entry.path().string());
  std::sort(result.begin(), result.end());
  return result;
}

void Program::expect_refused(const std::string &arguments, const std::vector<std::string> &words) const
{
  SCOPED_TRACE("gammaflow " + arguments);
  const auto before = tree();
  const Outcome outcome = run(arguments);
  EXPECT_EQ(outcome.code, 2) << outcome.out << outcome.err;
  EXPECT_EQ(outcome.err.rfind("error: ", 0), 0u) << outcome.err;
  expect_words(outcome.err, words);
  EXPECT_EQ(tree(), before) << "something was written";
}

void expect_words(const std::string &text, const std::vector<std::string> &words)
{
  for (const auto &word : words)
    EXPECT_NE(text.find(word), std::string::npos) << "'" << word << "' missing in: " << text;
}

std::string small_flow(const std::string &more)
{
  return R"(subsection domain
  set cells  = 8
  set degree = 4
end
subsection initial state
  set kind    = formula
  set formula = 1 + 0.5*cos(pi*x)
end
subsection target
  set kind    = formula
  set formula = 1 + 0.3*cos(2*pi*x)
end
subsection energy
  set name = KL
end
subsection geometry
  set name = Fisher-Rao
end
subsection kernel
  set name      = intrinsic Matern
  set bandwidth = 0.1
end
subsection time
  set end       = 0.5
  set outputs   = 2
  set tolerance = 1e-7
end
)" + more;
}

std::string small_study(const std::string &more)
{
  return small_flow(R"(subsection study
  set name = small
end
subsection geometry
  set name = KRR Fisher-Rao
end
subsection sweep
  set parameter = ridge
  set values    = 0.03, 0.01, 0.003, 0.001, 0.0003
end
)" + more);
}
