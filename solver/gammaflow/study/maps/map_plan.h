// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/plan/case_plan.h>

#include <optional>
#include <string>
#include <vector>

namespace gammaflow
{
/// A map of a case: its flow at each point of a grid of bandwidths and ridges, compared with one or two
/// limits.
struct MapPlan {
  std::vector<double> bandwidths, ridges;  ///< descending
  /// For each limit the case with the points of the grid as its steps: ridges descend within a bandwidth.
  std::vector<CasePlan> towards;
};

/// The map of section `map`; empty where that names no bandwidths. InputError for flows without a
/// bandwidth or a ridge, and for limits that do not exist.
std::optional<MapPlan> plan_map(const CasePlan &plan);

/// For `validate` and the log; InputError for meshes that resolve no kernel of the map.
std::vector<std::string> map_lines(const CasePlan &plan);

}  // namespace gammaflow
