// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/maps/map_plan.h>
#include <gammaflow/study/points/point_record.h>

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace gammaflow
{
/// The limit's geometry with its settings, since two limits of a map may differ by these alone.
std::string name_of_limit(const CasePlan &plan);

using MapRecords = std::vector<std::optional<PointRecord>>;

/// A map as it stands in the certificate, from the records of its points: records[limit][step], none for a
/// point that could not be computed.
nlohmann::json map_json(const MapPlan &map, const std::vector<MapRecords> &records);

}  // namespace gammaflow
