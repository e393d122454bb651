// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>

#include <string>

namespace gammaflow
{
/// What is to be said of a flow of velocities whose free-space kernel lets them point through no-flux walls
/// where there is mass; empty where there is nothing to say.
std::string warning_at_walls(const Flow &flow);
}  // namespace gammaflow
