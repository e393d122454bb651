// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>

namespace gammaflow
{
/// Bytes of the kernel operators of a flow: of its energy, its geometry, and of the velocities of that.
double operator_bytes(const Flow &flow);

}  // namespace gammaflow
