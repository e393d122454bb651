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

/// From here on the program ends itself, and its exit code is what it has to say.
void exit_code_is_own();

/// What exit(code) and _exit(code) end the program with; says why where that is another code. A library's 1
/// is exit_numerical_failure.
int exit_code_instead_of(int code);

}  // namespace gammaflow
