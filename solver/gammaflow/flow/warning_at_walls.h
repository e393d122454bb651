// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>

#include <string>

namespace gammaflow
{
/// A warning for flows of velocities whose free-space kernel does not make them vanish at no-flux walls: for
/// densities above 1e-8 of their largest value there, and for signed fields. Empty otherwise, and with
/// kernel/boundary = conditioned.
std::string warning_at_walls(const Flow &flow);
}  // namespace gammaflow
