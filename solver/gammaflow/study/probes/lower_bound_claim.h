// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/claims/claim.h>
#include <gammaflow/study/probes/probe_judgement.h>
#include <gammaflow/study/probes/probe_values.h>

#include <vector>

namespace gammaflow
{
/// judge_probe() of the values along a probe, with the exponents of the probe and the predicted order.
ProbeVerdict judge_values(const CasePlan &plan, const ProbePlan &probe,
                          const std::vector<ProbeValue> &values);

/// Claim 4, from the probes of a case and what was measured along them.
Claim lower_bound_claim(const CasePlan &plan, const std::vector<ProbePlan> &probes,
                        const std::vector<std::vector<ProbeValue>> &values);

}  // namespace gammaflow
