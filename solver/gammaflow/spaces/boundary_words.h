// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/space.h>

#include <string>

namespace gammaflow
{
/// "no-flux", "periodic", or one of the two for each direction: "periodic/no-flux".
std::string boundary_words(const Space &space);

}  // namespace gammaflow
