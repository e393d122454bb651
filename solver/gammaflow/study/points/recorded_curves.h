// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

namespace gammaflow
{
/// One flow over the comparison times.
struct RecordedCurves {
  /// By the name of what is in the ledger ("energy", "primal_rate", ...), with "<name>_delta" error bars.
  std::map<std::string, std::vector<double>> numbers;
  std::map<std::string, std::vector<double>> distance, delta;  ///< to the limit flow, by distance
  std::vector<double> density_times;
  nlohmann::json density;  ///< on the plotting grid at these times: only drawn

  bool has(const std::string &name) const { return numbers.count(name) > 0; }
  const std::vector<double> &at(const std::string &name) const { return numbers.at(name); }
};

/// The curves as the report draws them, by their names.
nlohmann::json curves_json(const RecordedCurves &curves);

}  // namespace gammaflow
