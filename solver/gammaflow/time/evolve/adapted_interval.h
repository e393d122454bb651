// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>
#include <gammaflow/flow/trajectory.h>
#include <gammaflow/time/evolve/adaptivity.h>
#include <gammaflow/time/evolve/evolve.h>

#include <memory>

namespace gammaflow
{
/// The start of an adapted trajectory, on the mesh of the flow.
Trajectory begun(const Flow &flow, const EvolveOptions &options);

/// How an interval between outputs ended.
struct IntervalOnMesh {
  Flow flow;  ///< on the mesh, from the state at the start
  Vector u;   ///< at the end
  LedgerRow row;
  double step = 0;  ///< the next one to try
};
/// The interval after the last state of a trajectory, on the mesh `space`: the state is transferred where it
/// is on another mesh. `step`: the first one to try. Depends on the arguments alone, so that a resumed run
/// gives the same bits.
IntervalOnMesh interval_on(const std::shared_ptr<const Space> &space, const Flow &base,
                           const Trajectory &trajectory, double step, const EvolveOptions &options);

/// Checks the invariants at the end of the interval (NumericalFailure), and adds that state to the
/// trajectory.
void append(Trajectory &trajectory, const IntervalOnMesh &interval, const EvolveOptions &options);

}  // namespace gammaflow
