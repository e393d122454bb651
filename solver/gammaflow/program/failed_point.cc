// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/program/failed_point.h>
#include <gammaflow/program/table.h>

namespace gammaflow
{
std::string place_of_failure(const nlohmann::json &of_case, const nlohmann::json &failed_point)
{
  const std::string place = "case '" + of_case.at("name").get<std::string>() + "'";
  const auto shown = [&](const char *key) { return Table::number(number_in(failed_point, key)); };
  if (failed_point.contains("map"))
    return place + ", map to " + failed_point.at("map").get<std::string>() + ", bandwidth " +
           shown("bandwidth") + ", ridge " + shown("ridge");
  const std::string parameter = of_case.at("sweep").at("parameter");
  return parameter == "none" ? place : place + ", " + parameter + " " + shown("parameter");
}

}  // namespace gammaflow
