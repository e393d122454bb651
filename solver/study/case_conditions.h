#pragma once

#include <gammaflow/conditions/condition.h>
#include <gammaflow/core/trajectory.h>
#include <gammaflow/study/case_plan.h>

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <vector>

namespace gammaflow
{
/// The conditions that the case's predicted order needs (LimitDeclaration::conditions), in that order, at the
/// initial state alone; none where two flows are claimed to be equal.
std::vector<ConditionResult> check_conditions(const CasePlan &plan, std::shared_ptr<const Space> space);
/// The same at the output times of the limit flow, computed with this time tolerance.
std::vector<ConditionResult> check_conditions(const CasePlan &plan, const Trajectory &limit,
                                              double tolerance);

/// As the certificate has them: name, holds, value, threshold, evaluated, sentence, help, alternative orders.
nlohmann::json conditions_json(const std::vector<ConditionResult> &conditions);
std::vector<ConditionResult> conditions_from(const nlohmann::json &json);

}  // namespace gammaflow
