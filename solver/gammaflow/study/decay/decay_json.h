// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/decay/decay_finding.h>

#include <nlohmann/json_fwd.hpp>

#include <optional>

namespace gammaflow
{
/// As it stands in a record and in the certificate.
nlohmann::json decay_json(const DecayFinding &finding);
/// Nothing where the JSON is not that of a finding.
std::optional<DecayFinding> decay_from(const nlohmann::json &json);

}  // namespace gammaflow
