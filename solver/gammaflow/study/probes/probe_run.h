// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/probes/probe_store.h>
#include <gammaflow/study/probes/recovery_claim.h>

#include <functional>
#include <string>
#include <vector>

namespace gammaflow
{
/// What was measured along all curves of a case.
struct ProbeResults {
  std::vector<ProbePlan> probes;  ///< those that the study names, then those that were searched for
  std::vector<std::vector<ProbeValue>> values;
  std::vector<RecoverySequence> sequences;
};

/// Whether the functionals exist: the flow and its limit are gradient systems.
bool has_potentials(const CasePlan &plan);

/// How many families of curves a case measures along: probes, recovery sequences, and at most so many as
/// searches evaluate.
unsigned number_of_measurements(const CasePlan &plan);

/// Measures along the probes of the case, along what its searches try, and along recovery sequences, side by
/// side on the threads of the program, as many as memory/limit allows: the same bits as one by one. What
/// `store` knows is not computed. `done` is called, never by two threads at a time, with what was measured
/// last, after each measurement.
ProbeResults measure_probes(const CasePlan &plan, const std::vector<ProbePlan> &named, unsigned level,
                            std::size_t cache_bytes, const ProbeStore &store,
                            const std::function<void(const std::string &)> &done);

}  // namespace gammaflow
