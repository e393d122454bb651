// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>

namespace gammaflow
{
/// The kind of time step of the flow: that of its geometry, with two exceptions. `diffusive` (with
/// coefficients) or `field_in_metric` replace `metric` where the energy contains derivatives or is not
/// convex, or the flow is driven. `explicit_rate` replaces `diffusive` where DF is the image of a kernel
/// (Energy::smooth_variation()).
StepKind step_kind(const Flow &flow);

}  // namespace gammaflow
