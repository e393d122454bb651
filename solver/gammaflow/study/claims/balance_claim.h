// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/claims/claim.h>
#include <gammaflow/study/plan/case_plan.h>
#include <gammaflow/study/points/point_record.h>

#include <vector>

namespace gammaflow
{
/// Claim 6: every run's residual is within what its time integration may leave. Refuted where it is not, or
/// is not a number; not established where it is that of the time integration itself, since it falls with the
/// tolerance.
Claim balance_claim(const CasePlan &plan, const std::vector<PointRecord> &points);

}  // namespace gammaflow
