// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace gammaflow
{
/// Text as it stands in HTML and XML, also inside an attribute: &, <, > and both quotes are named.
std::string escaped_markup(const std::string &text);

/// JSON inside a script element: '<' only occurs in its strings, where \u003c means the same and ends
/// nothing. What is not UTF-8 is replaced.
std::string script_json(const nlohmann::json &json);

}  // namespace gammaflow
