// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/claims/claim.h>
#include <gammaflow/study/plan/case_plan.h>
#include <gammaflow/study/points/point_record.h>

#include <vector>

namespace gammaflow
{
/// Claim 6: the residual of the balance of every run is within the bound that its time integration allows
/// (BalanceResidual). Refuted where it is not, or is NaN; not established where a residual above the bound
/// falls with the time tolerance, so that it is an error of time integration. Requires at least one point.
Claim balance_claim(const CasePlan &plan, const std::vector<PointRecord> &points);

}  // namespace gammaflow
