// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/parameters/parameters.h>

#include <string>

namespace gammaflow
{
/// The parameters of a run and the hashes of its files, without section "output": where and how often it
/// writes changes no bit of what it computes.
std::string parameters_of_run(const Parameters &parameters);
/// All bits of x, as std::strtod() reads them.
std::string all_bits(double x);
}  // namespace gammaflow
