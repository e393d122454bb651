// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

namespace gammaflow
{
/// Libraries may end the program: OpenMPI does where it cannot start, with exit code 1, which here means that
/// a claim is refuted. While this is alive, whatever ends the program by exit() (or by _exit(), where main.cc
/// replaces it) ends it with exit_bad_input: MPI did not start, and nothing was computed.
class MpiStart
{
 public:
  MpiStart();
  ~MpiStart();
  MpiStart(const MpiStart &) = delete;
  MpiStart &operator=(const MpiStart &) = delete;
};

/// From here on exit codes are the program's own, and are not replaced.
void exit_code_is_own();

/// The code with which exit(code) and _exit(code) end the program; prints the reason where it is another one.
/// A library's 1 becomes exit_numerical_failure.
int exit_code_instead_of(int code);

}  // namespace gammaflow
