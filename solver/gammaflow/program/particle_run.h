// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/program/command.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// `gammaflow run` of a file that asks for particles; its exit code.
int run_particles(const Parameters &parameters, const Arguments &arguments);
/// The lines of `validate` for such a file.
std::vector<std::string> validate_particles(const Parameters &parameters);

}  // namespace gammaflow
