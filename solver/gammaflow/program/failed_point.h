// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace gammaflow
{
/// The place of a point that a study could not solve, from its case and an entry of its `failed_points`:
/// "case 'c', ridge 0.01", or, on a map, both parameters and the limit.
std::string place_of_failure(const nlohmann::json &of_case, const nlohmann::json &failed_point);

}  // namespace gammaflow
