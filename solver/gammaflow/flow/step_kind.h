// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>

namespace gammaflow
{
/// What a time step of the flow works with: what its geometry offers, and `diffusive` or `field_in_metric`
/// where the metric alone does not serve because the energy contains derivatives, is not convex, or something
/// drives the flow.
StepKind step_kind(const Flow &flow);

}  // namespace gammaflow
