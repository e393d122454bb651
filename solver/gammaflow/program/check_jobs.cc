// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/threads.h>
#include <gammaflow/io/files.h>
#include <gammaflow/program/check_jobs.h>
#include <gammaflow/program/plugin.h>
#include <gammaflow/program/program.h>
#include <gammaflow/program/scratch_directory.h>

#include <boost/process.hpp>
#include <boost/process/extend.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>

namespace gammaflow
{
namespace
{
namespace fs = std::filesystem;
namespace process = boost::process;

constexpr auto poll_every = std::chrono::milliseconds(20);

/// One case, checked by another process.
class Job
{
 public:
  /// `options`: of the command, for all jobs.
  Job(const std::string &operand, std::size_t index, const fs::path &directory,
      const std::vector<std::string> &options)
      : operand_(operand),
        index_(index),
        found_(directory / (std::to_string(index) + ".json")),
        said_(directory / (std::to_string(index) + ".txt"))
  {
    std::vector<std::string> words;
    for (const std::string &plugin : loaded_plugins()) words.insert(words.end(), {"--plugin", plugin});
    words.insert(words.end(), {"check", operand, "--quiet", "--json", found_.string()});
    words.insert(words.end(), options.begin(), options.end());
    process_ = process::child(
        program_file(), process::args(words), process::std_in<process::null, process::std_out> process::null,
        process::std_err > said_.string(),
        // nobody else would end it if this process were killed
        process::extend::on_exec_setup([](auto &) { prctl(PR_SET_PDEATHSIG, SIGKILL); }));
  }
  ~Job()
  {
    if (process_.running()) process_.terminate();
  }
  Job(const Job &) = delete;
  Job &operator=(const Job &) = delete;

  std::size_t index() const { return index_; }
  bool ended() { return !process_.running(); }
  /// What it found; of one that ended without that, why. InputError where it says that its input is bad.
  CheckedCase result()
  {
    process_.wait();
    if (fs::exists(found_)) return checked_cases(read_json(found_.string())).at(0);
    std::ostringstream said;
    said << std::ifstream(said_).rdbuf();
    const int status = process_.native_exit_code();
    const std::string how = WIFSIGNALED(status) ? "signal " + std::to_string(WTERMSIG(status))
                                                : "exit code " + std::to_string(WEXITSTATUS(status));
    const std::string message =
        "the check of " + operand_ + " ended without a result (" + how + ")\n" + said.str();
    if (WIFEXITED(status) && WEXITSTATUS(status) == exit_bad_input) throw InputError(message);
    CheckedCase failed;
    failed.name = operand_;
    failed.failure = message;
    failed.exit_code = exit_numerical_failure;
    return failed;
  }

 private:
  std::string operand_;
  std::size_t index_;
  fs::path found_, said_;
  process::child process_;
};
}  // namespace

std::vector<CheckedCase> checked_by_processes(const std::vector<std::string> &operands,
                                              const Arguments &arguments, unsigned jobs,
                                              const std::function<void(const CheckedCase &)> &done)
{
  if (program_file().empty())
    throw InputError("gammaflow check: --jobs", std::to_string(jobs), "is for the command line",
                     "1 in a program that calls the command");
  const ScratchDirectory scratch("check-jobs");
  std::vector<std::string> options = {"--threads", std::to_string(std::max(1u, number_of_threads() / jobs))};
  for (const std::string &setting : arguments.settings) options.insert(options.end(), {"--set", setting});
  if (!arguments.output.empty()) options.insert(options.end(), {"--output", arguments.output});

  std::vector<CheckedCase> results(operands.size());
  std::vector<std::unique_ptr<Job>> running;
  std::size_t next = 0;
  while (next < operands.size() || !running.empty()) {
    while (next < operands.size() && running.size() < jobs) {
      running.push_back(std::make_unique<Job>(operands[next], next, scratch.path(), options));
      ++next;
    }
    const auto ended =
        std::find_if(running.begin(), running.end(), [](const auto &job) { return job->ended(); });
    if (ended == running.end()) {
      std::this_thread::sleep_for(poll_every);
      continue;
    }
    CheckedCase &result = results[(*ended)->index()];
    result = (*ended)->result();
    running.erase(ended);
    done(result);
  }
  return results;
}

}  // namespace gammaflow
