// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>

namespace gammaflow
{
/// A density with a smaller energy than `start`, of the same mass where the flow keeps it: L-BFGS in log u,
/// in the metric of the start, int u0 z^2, in which the second derivative of KL at its minimum is the
/// identity. Returns the best state found until the gradient has fallen by the factor `reduction`, after
/// `most_steps`, or when no step decreases F. Requires start > 0.
Vector minimized(const Flow &flow, const Vector &start, double reduction = 1e-9, unsigned most_steps = 400);

}  // namespace gammaflow
