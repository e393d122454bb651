// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <chrono>

namespace gammaflow
{
/// Seconds on a clock that is never set back: for how long ago something was.
inline double steady_seconds()
{
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
}  // namespace gammaflow
