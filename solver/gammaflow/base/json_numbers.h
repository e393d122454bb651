// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <cmath>
#include <vector>

namespace gammaflow
{
/// In the files that are written, null stands for a number that does not exist (JSON has neither NaN nor
/// infinity).
inline nlohmann::json json_number(double value)
{
  return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json(nullptr);
}

inline nlohmann::json json_numbers(const std::vector<double> &values)
{
  nlohmann::json result = nlohmann::json::array();
  for (const double value : values) result.push_back(json_number(value));
  return result;
}

/// The other way round: NaN where there is no number.
inline double number_of(const nlohmann::json &value)
{
  return value.is_number() ? value.get<double>() : std::nan("");
}
inline std::vector<double> numbers_of(const nlohmann::json &values)
{
  std::vector<double> result;
  for (const auto &value : values) result.push_back(number_of(value));
  return result;
}
/// Of an entry of an object, which may be missing.
inline double number_in(const nlohmann::json &object, const char *key)
{
  return object.contains(key) ? number_of(object[key]) : std::nan("");
}

}  // namespace gammaflow
