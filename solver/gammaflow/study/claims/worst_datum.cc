// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/study/claims/worst_datum.h>

#include <cmath>
#include <map>
#include <string>
#include <utility>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

/// How far a verdict is from what is expected, and the distance that is left.
std::pair<int, double> badness(const Json &one)
{
  const std::string verdict = one.at("verdict");
  const int away = verdict == one.at("expected") ? 0 : verdict == "not established" ? 1 : 2;
  const Json &points = one.at("points");
  if (points.empty()) return {away, HUGE_VAL};
  const double last =
      number_of(points.back().at("distances").at(one.at("distance").get<std::string>()).at("value"));
  return {away, std::isfinite(last) ? last : HUGE_VAL};
}

/// The name without that of the datum; empty where it has none.
std::string stem_of(const std::string &name, const Datum &datum)
{
  const std::string ending = name_with("", datum);
  return name.size() > ending.size() && name.compare(name.size() - ending.size(), ending.size(), ending) == 0
             ? name.substr(0, name.size() - ending.size())
             : "";
}
}  // namespace

nlohmann::json worst_data(const std::vector<Datum> &family, const nlohmann::json &cases)
{
  Json result = Json::array();
  std::map<std::string, std::size_t> entries;
  for (const Json &one : cases)
    for (const Datum &datum : family) {
      const std::string stem = stem_of(one.at("name"), datum);
      if (stem.empty()) continue;
      if (entries.emplace(stem, result.size()).second)
        result.push_back({{"case", stem}, {"data", Json::array()}, {"worst", nullptr}});
      Json &entry = result[entries[stem]];
      const auto [away, distance] = badness(one);
      entry["data"].push_back({{"name", datum.name},
                               {"verdict", one.at("verdict")},
                               {"as_expected", one.at("as_expected")},
                               {"distance", json_number(distance)}});
      const Json *worst = nullptr;
      for (const Json &other : cases)
        if (entry["worst"].is_string() && other.at("name") == stem + ", " + entry["worst"].get<std::string>())
          worst = &other;
      if (worst == nullptr || badness(*worst) < std::pair(away, distance)) {
        entry["worst"] = datum.name;
        entry["verdict"] = one.at("verdict");
        entry["as_expected"] = one.at("as_expected");
        entry["sentence"] = "The worst of the data is '" + datum.name +
                            "': " + one.at("verdict").get<std::string>() + ", with a distance of " +
                            few_digits(distance) + " at the last parameter.";
      }
    }
  return result;
}

}  // namespace gammaflow
