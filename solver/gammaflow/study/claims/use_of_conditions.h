// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/limit_judgement.h>
#include <gammaflow/comparison/judgement/order_judgement.h>
#include <gammaflow/conditions/condition.h>
#include <gammaflow/study/plan/case_plan.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// Changes the verdicts and sentences of the two statements of a claim by the conditions of the prediction.
/// `quantity` is the name of a distance, or "energies" for energies and dissipations; `predicted` the order
/// with which it was compared.
///  * A prediction whose conditions do not all hold is neither confirmed nor refuted; with conditions that
///  are
///    undecided it is not refuted. Where all that fail predict the same order for this quantity, nothing
///    changes.
///  * An order that the study names itself is its own claim, which may be refuted; it is confirmed only if
///    it is the order that is predicted where the conditions fail; it is refuted also where the observed
///    interval is that of this other order.
/// The sentences tell which conditions fail, and compare the observed order with the one predicted then.
void use_conditions(const CasePlan &plan, const std::vector<ConditionResult> &conditions,
                    const std::string &quantity, double predicted, LimitStatement &limit,
                    OrderStatement &order);

}  // namespace gammaflow
