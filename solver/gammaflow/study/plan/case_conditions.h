// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/conditions/condition.h>
#include <gammaflow/flow/trajectory.h>
#include <gammaflow/study/plan/case_plan.h>

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <string>
#include <vector>

namespace gammaflow
{
/// The conditions that the case's predicted order needs (LimitDeclaration::conditions), in that order, at the
/// initial state alone; none where two flows are claimed to be equal.
std::vector<ConditionResult> check_conditions(const CasePlan &plan, std::shared_ptr<const Space> space);
/// The same at the times of the states of the limit flow, computed with this time tolerance.
std::vector<ConditionResult> check_conditions(const CasePlan &plan, const Trajectory &limit,
                                              double tolerance);

/// For `validate`: a line per condition at the initial state on the first mesh, and for those that do not
/// hold what would help.
std::vector<std::string> condition_lines(const CasePlan &plan);

/// The orders that are predicted where a condition fails, in words; empty where none is known.
std::string alternative_text(const ConditionResult &condition);

/// As the certificate has them: name, holds, value, threshold, evaluated, sentence, help, alternative orders.
nlohmann::json conditions_json(const std::vector<ConditionResult> &conditions);

}  // namespace gammaflow
