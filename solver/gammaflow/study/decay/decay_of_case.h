// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/references/error_budget.h>

#include <nlohmann/json_fwd.hpp>

namespace gammaflow
{
/// Adds to the record of a point "decay" (of the flow and of its limit; null where one has no gradient
/// structure), and the curves "quotient" and "quotient_delta" to its "series" and "limit_series".
void add_decay(const RefinedEvolution &flow, const RefinedEvolution &limit, nlohmann::json &record);

/// The entry "decay" of a case from the records of its points: the limit flow, each kernel flow, and what
/// the kernel costs in speed. Null where there is none.
nlohmann::json decay_of_case(const nlohmann::json &points);

/// A record has what add_decay() adds.
bool has_decay(const nlohmann::json &record);

}  // namespace gammaflow
