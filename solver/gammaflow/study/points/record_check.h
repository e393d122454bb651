// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/json_seal.h>
#include <gammaflow/study/plan/case_plan.h>

#include <nlohmann/json.hpp>

#include <string>

namespace gammaflow
{
/// The record of a point with the checksums of the states that belong to it and, last, its own: a record that
/// is damaged, that somebody has changed, or whose states are others, is computed again.
nlohmann::json sealed_record(nlohmann::json record, const std::string &flow_states,
                             const std::string &limit_states);

/// Whether all entries that a study reads from the record of a point are there, with their types and sizes.
bool is_whole_record(const nlohmann::json &record, const CasePlan &plan);

}  // namespace gammaflow
