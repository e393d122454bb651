// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/plan/case_plan.h>

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace gammaflow
{
/// What the conditions of a prediction leave of the two statements of a claim (as in the certificate, with
/// "verdict" and "sentence"; that of the order with "low" and "high"). `quantity` is the name of a distance,
/// or "energies" for energies and dissipations; `predicted` the order that was held against it.
///  * A prediction whose conditions do not all hold is neither confirmed nor refuted; with conditions that
///  are
///    undecided it is not refuted. Where all that fail predict the same order for this quantity, nothing
///    changes.
///  * An order that the study names itself is its own claim, which may be refuted; it is confirmed only if
///    it is the order that is predicted where the conditions fail; it is refuted also where the observed
///    interval is that of this other order.
/// The sentences say what fails, and hold what was observed against what is predicted then.
void use_conditions(const CasePlan &plan, const nlohmann::json &conditions, const std::string &quantity,
                    double predicted, nlohmann::json &limit, nlohmann::json &order);

}  // namespace gammaflow
