// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/claims/claim.h>
#include <gammaflow/study/probes/probe_judgement.h>
#include <gammaflow/study/probes/probe_values.h>

#include <functional>
#include <string>
#include <vector>

namespace gammaflow
{
/// Callbacks while a study measures along probes.
struct ProbeMonitor {
  std::function<void(const std::string &line)> log;
  std::function<void(const std::string &what)>
      measured;  ///< so many times as number_of_measurements(), or more
};

/// Measures along the probes of a case, and adds claims 4 and 5 before claim 6. Nothing where the case has no
/// probes. Measurements that are stored in the `folder` of the case are not repeated; each new one is written
/// there at once.
void add_probe_claims(const CasePlan &plan, unsigned level, const std::string &folder, Claims &claims,
                      const ProbeMonitor &monitor);

}  // namespace gammaflow
