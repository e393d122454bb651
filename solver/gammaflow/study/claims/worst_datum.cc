// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/study/claims/worst_datum.h>

#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

int badness(const Json &one)
{
  const std::string verdict = one.at("verdict");
  return verdict == one.at("expected") ? 0 : verdict == "not established" ? 1 : 2;
}

/// At the last parameter of the sweep, and not at the last one that could be computed; infinite where there
/// is none.
double last_distance(const Json &one)
{
  const double last = number_of(one.at("sweep").at("values").back());
  for (const Json &point : one.at("points")) {
    const double parameter = number_of(point.at("parameter"));
    if (parameter != last && !(std::isnan(parameter) && std::isnan(last))) continue;  // a sweep of nothing
    const double distance =
        number_of(point.at("distances").at(one.at("distance").get<std::string>()).at("value"));
    if (std::isfinite(distance)) return distance;
  }
  return HUGE_VAL;
}

std::string sentence_on(const std::string &datum, const std::string &verdict, double distance)
{
  return "The worst of the data is '" + datum + "': " + verdict +
         (std::isfinite(distance) ? ", with a distance of " + few_digits(distance) + " at the last parameter."
                                  : "; at the last parameter no distance could be computed.");
}

/// What ranks the worst before the other ones: its verdict where theirs are nearer to the expected one, else
/// its distance against the next largest one.
std::string why_worst(const Json &worst, const std::vector<const Json *> &others)
{
  if (others.empty()) return "There is no other datum.";
  int next = -1;
  double distance = -1;
  for (const Json *other : others)
    if (std::pair(badness(*other), last_distance(*other)) > std::pair(next, distance)) {
      next = badness(*other);
      distance = last_distance(*other);
    }
  if (next < badness(worst))
    return "Its verdict is further from the expected one (" + std::string(worst.at("expected")) +
           ") than those of the others.";
  if (!std::isfinite(last_distance(worst))) return "Its verdict is no better than those of the others.";
  return "No verdict is further from the expected one, and the next largest distance is " +
         few_digits(distance) + ".";
}
}  // namespace

int weight_in_study(const nlohmann::json &of_case)
{
  const std::string verdict = of_case.at("verdict");
  if (verdict == "confirmed") return 0;
  if (verdict == "not established") return 2;
  return verdict == of_case.at("expected") ? 1 : 3;
}

nlohmann::json worst_data(const std::vector<CaseAndDatum> &which, const nlohmann::json &cases)
{
  Json result = Json::array();
  std::map<std::string, std::size_t> entries, worst;
  const auto rank = [&](std::size_t k) { return std::pair(badness(cases[k]), last_distance(cases[k])); };
  for (std::size_t k = 0; k < which.size(); ++k) {
    const auto &[of_case, datum] = which[k];
    if (datum.empty()) continue;
    if (entries.emplace(of_case, result.size()).second)
      result.push_back({{"case", of_case}, {"data", Json::array()}, {"worst", nullptr}});
    Json &entry = result[entries[of_case]];
    const Json &one = cases.at(k);
    entry["data"].push_back({{"name", datum},
                             {"verdict", one.at("verdict")},
                             {"as_expected", one.at("as_expected")},
                             {"distance", json_number(last_distance(one))}});
    if (worst.count(of_case) > 0 && !(rank(worst[of_case]) < rank(k))) continue;
    worst[of_case] = k;
    entry["worst"] = datum;
    entry["verdict"] = one.at("verdict");
    entry["as_expected"] = one.at("as_expected");
    entry["sentence"] = sentence_on(datum, one.at("verdict"), last_distance(one));
  }
  for (const auto &[of_case, k] : worst) {
    std::vector<const Json *> others;
    for (std::size_t i = 0; i < which.size(); ++i)
      if (i != k && which[i].of_case == of_case && !which[i].datum.empty()) others.push_back(&cases.at(i));
    result[entries[of_case]]["why"] = why_worst(cases.at(k), others);
  }
  return result;
}

}  // namespace gammaflow
