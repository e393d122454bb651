// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>

namespace gammaflow
{
/// Bytes of the kernel operators of a flow: of its energy, of its geometry, and those that the geometry holds
/// itself (HoldsOperators).
double operator_bytes(const Flow &flow);

}  // namespace gammaflow
