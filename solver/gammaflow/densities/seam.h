// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/spaces/space.h>

#include <functional>
#include <string>

namespace gammaflow
{
/// Whether a function has other values at both ends of a periodic direction of the space, though it is
/// continuous in between: then it is no function on the periodic box, and what a mesh makes of it is another
/// one. Differences below 1e-4 of the range pass, and jumps no larger than others that the function has. What
/// is wrong, as "is not periodic: it is 1 at x = 0 and 2 at x = 1"; else empty.
std::string seam(const Space &space, const std::function<double(const Point &)> &f);

/// What would serve instead.
extern const char *const periodic_data;

}  // namespace gammaflow
