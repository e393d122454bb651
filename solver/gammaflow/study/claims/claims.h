// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/claims/case_evidence.h>
#include <gammaflow/study/claims/claim.h>
#include <gammaflow/study/plan/case_plan.h>

#include <vector>

namespace gammaflow
{
/// Judges the claims of evolutionary Gamma-convergence from the measured points of a case: 1 solutions,
/// 2 energies, 3 both dissipations separately, 6 the energy-dissipation balance. Each of 1 to 3 has two
/// statements, about the limit and about the order; it is confirmed if both are, refuted if one is. Where the
/// balance does not hold, they are not established; nor is an order that the theory predicts under conditions
/// that do not hold. In mode `equality`: one claim, that the two flows are the same.
Claims judge_claims(const CasePlan &plan, const std::vector<PointRecord> &points,
                    const CaseEvidence &evidence = {});

/// The verdict of a case from its claims: refuted if the solutions' claim is; not established if any that
/// applies is not; refuted if any is; confirmed otherwise. Claims 4 and 5, which probes can refute and not
/// confirm, do not leave a case open.
Verdict overall_verdict(const Claims &claims);

}  // namespace gammaflow
