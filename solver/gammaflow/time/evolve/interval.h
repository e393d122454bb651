// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/trajectory.h>
#include <gammaflow/time/evolve/flow_integration.h>

namespace gammaflow
{
/// The row of the initial state, its invariants checked.
LedgerRow first_row(const Flow &flow, FlowIntegration &integration, const EvolveOptions &options);

/// Takes u, the state of row `before`, to the time `end`; `step` is the next step to try, before and after.
/// Nothing else is remembered, so that `before` may have been read from a file. `balance`: the value of
/// F + int (R + R*), from which edb_residual is taken.
LedgerRow advance(const Flow &flow, FlowIntegration &integration, const EvolveOptions &options,
                  const LedgerRow &before, double balance, double end, Vector &u, double &step);

}  // namespace gammaflow
