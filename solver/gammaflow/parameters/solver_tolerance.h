// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/parameters/parameters.h>

namespace gammaflow
{
/// The relative tolerance of linear and nonlinear systems, solver/tolerance: a hundredth of time/tolerance,
/// or a number up to a tenth of it, so that the errors of solvers are smaller than those of the time steps.
/// InputError for any other.
double solver_tolerance(const Parameters &parameters);

/// Sets time/tolerance; solver/tolerance keeps its ratio to it, so that companions with another tolerance
/// differ in the errors of the solvers, too.
void set_time_tolerance(Parameters &parameters, double tolerance, const std::string &origin);

}  // namespace gammaflow
