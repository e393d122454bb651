// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/study/points/recorded_curves.h>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

Json by_name(const std::map<std::string, std::vector<double>> &curves)
{
  Json json = Json::object();
  for (const auto &[name, values] : curves) json[name] = json_numbers(values);
  return json;
}
}  // namespace

nlohmann::json curves_json(const RecordedCurves &curves)
{
  Json json = by_name(curves.numbers);
  if (!curves.distance.empty()) json["distance"] = by_name(curves.distance);
  if (!curves.delta.empty()) json["delta"] = by_name(curves.delta);
  json["density_times"] = curves.density_times;
  json["density"] = curves.density;
  return json;
}

}  // namespace gammaflow
