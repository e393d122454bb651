// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/space.h>

#include <string>

namespace gammaflow
{
/// "no-flux", "periodic", or one of the two for each direction: "periodic/no-flux".
std::string boundary_words(const Space &space);
/// Whether there is a part of the boundary that is not periodic: a mesh that is periodic in all directions
/// may have holes. The same on all processes, which call it together.
bool has_walls(const Space &space);

}  // namespace gammaflow
