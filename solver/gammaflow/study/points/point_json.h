// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/points/point_record.h>

#include <nlohmann/json.hpp>

namespace gammaflow
{
/// The entries of a point, and of a failed one, in the certificate; null for numbers that do not exist.
nlohmann::json point_json(const PointRecord &point);
nlohmann::json failure_json(const PointFailure &failure);

/// All of a record, as its file has it: outcome_from() reads it back.
nlohmann::json record_json(const PointOutcome &outcome);
/// Inverse of record_json(). Requires is_whole_record(). The index is not in the file.
PointOutcome outcome_from(const nlohmann::json &record);

}  // namespace gammaflow
