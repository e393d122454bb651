// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace gammaflow
{
/// The text for HTML and XML, also inside an attribute: &, <, > and both quotes are replaced by entities.
std::string escaped_markup(const std::string &text);

/// JSON for a script element: '<', which occurs in strings only, becomes \u003c, so that the element does not
/// end there. Bytes that are not UTF-8 are replaced.
std::string script_json(const nlohmann::json &json);

}  // namespace gammaflow
