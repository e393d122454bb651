// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace gammaflow
{
/// The certificate of a study of particles as a page that needs nothing else:
/// for each distance its points with error bars on logarithmic axes, the
/// predicted order as a line, and the table.
std::string ensemble_page(const nlohmann::json &certificate);

}  // namespace gammaflow
