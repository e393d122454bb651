// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <string>

namespace gammaflow
{
/// The value of a JSON text of at most `deepest` nested levels, so that recursion over it is safe.
/// InputError, which begins with `name`, for everything else. twice(key) is called for each key that an
/// object has twice (the last value holds).
nlohmann::json parse_json(const std::string &text, const std::string &name, unsigned deepest = 64,
                          const std::function<void(const std::string &)> &twice = {});

}  // namespace gammaflow
