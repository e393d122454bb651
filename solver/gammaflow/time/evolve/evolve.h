// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>
#include <gammaflow/flow/trajectory.h>

#include <functional>
#include <string>
#include <vector>

namespace gammaflow
{
/// How a flow is integrated in time.
struct EvolveOptions {
  std::vector<double> output_times;  ///< ascending, the first is 0
  double tolerance = 1e-8;
  /// A registered OneStepMethod. auto: fehlberg78; for differential operators kvaerno5 (on boxes rkc as long
  /// as that is cheaper); sdirk4 where only the metric is given.
  std::string integrator = "auto";
  double largest_interval = 0;  ///< cap of the step in units of the interval to the next output; 0: none
  double solver_tolerance = 0;  ///< of the stage equations; 0: 0.01 * tolerance
  unsigned solver_iterations = 2000;  ///< of one linear solve
  std::string checkpoint;             ///< file of the resumable state; empty: none
  double checkpoint_interval = 2;     ///< seconds between two checkpoints (at output times)
  /// Called with the state after each step of a flow on a mesh that stays.
  std::function<void(double t, const Vector &u)> on_step;
  /// Called after each step and before each implicit solve; what it throws ends the evolution.
  std::function<void(double fraction)> progress;
};

/// Of sections "time" (output times, tolerance, integrator) and "solver".
EvolveOptions evolve_options(const Parameters &parameters);

/// The integrator that evolve() will use. InputError for one that cannot serve this flow (explicit where only
/// the metric is given, implicit where there is none).
std::string integrator_for(const Flow &flow, const EvolveOptions &options);

/// InputError for a flow that evolve() would refuse: its integrator, its mesh that is to follow the state.
void check_evolution(const Flow &flow);

/// Integrates the flow and fills the ledger. Positive densities in the variable log u (with the mass restored
/// where the flow conserves it), signed fields in u. Invariants that the flow promises are measured: a broken
/// one is a NumericalFailure that names time, quantity and size.
/// With a checkpoint file the run can be interrupted and started again, with the same bits as if it had not
/// been; a file that belongs to another run or is damaged is ignored and replaced. It is removed when the run
/// is complete. std::logic_error unless the output times ascend from 0.
Trajectory evolve(const Flow &flow, const EvolveOptions &options);

}  // namespace gammaflow
