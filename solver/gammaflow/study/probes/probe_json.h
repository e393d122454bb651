// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/probes/probe_judgement.h>
#include <gammaflow/study/probes/probe_values.h>

#include <nlohmann/json.hpp>

namespace gammaflow
{
/// A measured value as it stands in the certificate; null for numbers that do not exist.
nlohmann::json value_json(const ProbeValue &value);

/// The gaps of those that could be computed.
std::vector<Gap> gaps_of(const std::vector<ProbeValue> &values);

}  // namespace gammaflow
