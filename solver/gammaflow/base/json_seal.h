// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace gammaflow
{
/// The object with its checksum, the SHA-256 of everything else in it, as member "sha256".
nlohmann::json sealed_json(nlohmann::json object);

/// Whether the object has that member, and nothing in it was changed since.
bool is_sealed(const nlohmann::json &object);

}  // namespace gammaflow
