#pragma once

#include <gammaflow/core/flow.h>
#include <gammaflow/core/trajectory.h>

#include <functional>
#include <string>
#include <vector>

namespace gammaflow
{
struct EvolveOptions {
  std::vector<double> output_times;  ///< ascending, the first is 0
  double tolerance = 1e-8;
  std::string integrator = "auto";  ///< auto: fehlberg78 where the rate is bounded, kvaerno5 elsewhere
  std::string checkpoint;           ///< file of the resumable state; empty: none
  std::function<void(double fraction)> progress;
};

/// The output times and tolerance of section "time".
EvolveOptions evolve_options(const Parameters &parameters);

/// Integrates the flow and fills the ledger. Positive densities in the variable log u (with the mass restored
/// where the flow conserves it), signed fields in u. Invariants that the flow promises are measured: a broken
/// one is a NumericalFailure that names time, quantity and size.
Trajectory evolve(const Flow &flow, const EvolveOptions &options);

}  // namespace gammaflow
