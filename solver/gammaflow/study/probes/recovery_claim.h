// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/claims/claim.h>
#include <gammaflow/study/probes/probe_values.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// Curves w_e that were made for the limit curve of a probe, and the functionals along them.
struct RecoverySequence {
  std::string probe, kind;
  std::vector<ProbeValue> values;
};

/// Claim 5, curve by curve: D_e(w_e) -> D(w) and w_e -> w. Confirmed where each curve has a sequence for
/// which both are confirmed by the same judgements as the limits of the other claims.
Claim recovery_claim(const CasePlan &plan, const std::vector<RecoverySequence> &sequences);

}  // namespace gammaflow
