// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/points/sweep_point.h>

#include <nlohmann/json.hpp>

namespace gammaflow
{
/// A measured point as it stands in the certificate, with its "series" and its limit flow's, and the key that
/// says what it was computed from: what is kept on disk, and found again by a study that is resumed.
nlohmann::json record_of(const SweepPoint &point, const CasePlan &plan);

/// The record of a point that could not be solved at this accuracy, with the reason in words.
nlohmann::json record_of_failure(const CasePlan &plan, const SweepStep &step, unsigned level,
                                 double tolerance, const std::string &reason);
/// Whether a record is one of those.
bool is_failure(const nlohmann::json &record);

/// The key of the point that this plan would compute at this step.
std::string record_key(const CasePlan &plan, const SweepStep &step);

}  // namespace gammaflow
