// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace gammaflow
{
/// Where a study could not solve a point, from its case in the certificate and one of its `failed_points`:
/// "case 'c', ridge 0.01", or, on a map, both parameters and the limit.
std::string place_of_failure(const nlohmann::json &of_case, const nlohmann::json &failed_point);

}  // namespace gammaflow
