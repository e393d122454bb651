#pragma once

#include <gammaflow/core/flow.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// What is going to be computed, in words, for the log: space, energy, geometry, kernel and operator, times.
std::vector<std::string> describe(const Flow &flow);

/// InputError for what cannot be computed of a flow: its integrator, its observables and events, a mesh that
/// follows the state. Called before anything is written.
void check_flow(const Flow &flow);

}  // namespace gammaflow
