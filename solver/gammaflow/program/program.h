// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <vector>

namespace gammaflow
{
/// The whole program: what main() of `gammaflow` calls. A project that registers energies, geometries or
/// kernels of its own calls it too, and has them beside the others in every command. Returns the exit code
/// (base/errors.h); throws nothing.
int run_program(int argc, char **argv);

/// The program that called run_program(), to be run again; empty where nobody did.
std::string program_file();

/// Runs a command inside of another program, by the words of its command line: {"run", "flow.prm",
/// "--quiet"}. Returns the exit code; throws InputError, NumericalFailure and whatever else the command
/// throws. MPI is started before the first command, unless it runs already (Session, session.h), and ends
/// with the program. One command at a time.
int run_command(const std::vector<std::string> &words);

}  // namespace gammaflow
