// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/decay/decay_finding.h>

#include <nlohmann/json_fwd.hpp>

#include <optional>

namespace gammaflow
{
/// The entry of a record and of the certificate.
nlohmann::json decay_json(const DecayFinding &finding);
/// Inverse of decay_json(); empty where the JSON is not that of a finding.
std::optional<DecayFinding> decay_from(const nlohmann::json &json);

}  // namespace gammaflow
