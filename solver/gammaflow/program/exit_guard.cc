// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/program/exit_guard.h>

#include <cstdio>
#include <cstdlib>
#include <unistd.h>

namespace gammaflow
{
namespace
{
bool starting = false, own = false;
pid_t process = 0;

void at_exit(int code, void *)
{
  const int other = exit_code_instead_of(code);
  if (other != code) _exit(other);
}
}  // namespace

MpiStart::MpiStart()
{
  static const int registered = on_exit(&at_exit, nullptr);
  process = getpid();  // what MPI forks ends as it likes
  starting = registered == 0;
  own = false;
}

MpiStart::~MpiStart()
{
  starting = false;
}

void exit_code_is_own()
{
  own = true;
}

int exit_code_instead_of(const int code)
{
  if (own || code == exit_done || getpid() != process) return code;
  if (!starting && code != exit_refuted) return code;
  own = true;  // said once
  std::fputs(starting ? "error: MPI cannot start; nothing was computed\n"
                      : "error: a library has ended the program; what it says stands above\n",
             stderr);
  return starting ? exit_bad_input : exit_numerical_failure;
}

}  // namespace gammaflow
