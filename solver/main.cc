// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/program/exit_guard.h>
#include <gammaflow/program/program.h>

#include <sys/syscall.h>
#include <unistd.h>

/// In the place of the C library's: OpenMPI, which calls it where it cannot start, has no other way to be
/// told which exit code that should be.
extern "C" void _exit(int code)
{
  for (;;) syscall(SYS_exit_group, gammaflow::exit_code_instead_of(code));
}

int main(int argc, char **argv)
{
  return gammaflow::run_program(argc, argv);
}
