// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/claims/case_evidence.h>

#include <Eigen/Core>

#include <string>
#include <vector>

namespace gammaflow
{
/// The statement about the limit of an energy or of dissipations, from the curves over time of the points,
/// those of the name `series`, extrapolated to parameter 0; from the distances, `values`, where there are no
/// curves.
JudgedLimit judge_scalar_limit(const std::string &series, const std::vector<PointRecord> &points,
                               const std::vector<SweepValue> &values, double order,
                               const JudgeOptions &options);

/// The same from the differences of the curves to that of the limit, with their signs, one curve for each
/// entry of `values`, which holds its largest magnitude; a curve may be one number.
JudgedLimit judge_limit_of_curves(const std::vector<Eigen::VectorXd> &differences,
                                  const std::vector<SweepValue> &values, double order,
                                  const JudgeOptions &options);

/// The same beside the limit that the geometry declares, where the study names another one: that is judged
/// from the same curves, and refutes the claimed one where it is confirmed and the two differ.
LimitStatement beside_declared_scalar(const LimitStatement &claimed, const std::string &series,
                                      const std::vector<PointRecord> &points,
                                      const std::vector<SweepValue> &values, const OtherLimit &other,
                                      const JudgeOptions &options);

}  // namespace gammaflow
