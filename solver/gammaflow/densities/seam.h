// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/spaces/space.h>

#include <functional>
#include <string>

namespace gammaflow
{
/// Empty where f has the same values at both ends of each periodic direction of the space, sampled on at most
/// eight lines per direction; else what is wrong: "is not periodic: it is 1 at x = 0 and 2 at x = 1".
/// Differences below 1e-4 of the range pass, and so do jumps no larger than others that f has inside.
std::string seam(const Space &space, const std::function<double(const Point &)> &f);

/// The text "what is allowed" for the message of an InputError.
extern const char *const periodic_data;

}  // namespace gammaflow
