// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/program/scratch_directory.h>

#include <gtest/gtest.h>

#include <string>
#include <vector>

/// The program as a user runs it, in an empty directory of its own.
class Program
{
 public:
  struct Outcome {
    int code = -1;
    std::string out, err;
  };

  /// Runs `gammaflow ARGUMENTS` (a line of the shell) in the scratch directory, with a clean environment, in
  /// a copy of a process that has loaded its libraries (tests/cli/server).
  Outcome run(const std::string &arguments) const;
  /// The same by the real binary.
  Outcome run_alone(const std::string &arguments) const;
  /// Any command of the shell, likewise.
  Outcome shell(const std::string &command) const;
  /// Starts `gammaflow ARGUMENTS` in the background and kills it as soon as the file is there; false if there
  /// was none within a minute.
  bool killed_when_there_is(const std::string &file, const std::string &arguments) const;

  /// Starts it likewise, and kills it after so many seconds, where it still runs.
  void kill_after(double seconds, const std::string &arguments) const;

  std::string path(const std::string &name) const { return scratch_.path() + "/" + name; }
  void write(const std::string &name, const std::string &text) const;
  std::string read(const std::string &name) const;
  bool exists(const std::string &name) const;
  /// Every file and directory below the scratch directory, sorted.
  std::vector<std::string> tree() const;

  /// Runs, and expects exit code 2, an error that contains all the words, and nothing written.
  void expect_refused(const std::string &arguments, const std::vector<std::string> &words) const;

  static const std::string binary;  ///< path of the program
  static std::string server();      ///< socket of the process whose copies run() uses
  static std::string client();      ///< "gammaflow_client SOCKET", in the place of `binary`

 private:
  /// Starts `gammaflow ARGUMENTS` in the background; returns its process id.
  int start(const std::string &arguments) const;

  gammaflow::ScratchDirectory scratch_{"test"};
};

/// A parameter file: what a small 1D flow (a fraction of a second) sets, and then `more`.
std::string small_flow(const std::string &more = "");
/// A small 1D study of a KRR flow in the ridge: five points, a second or two.
std::string small_study(const std::string &more = "");

void expect_words(const std::string &text, const std::vector<std::string> &words);
