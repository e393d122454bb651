// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/study/decay/decay_json.h>

#include <nlohmann/json.hpp>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

Json rate_json(const std::optional<DecayRate> &rate)
{
  if (!rate) return nullptr;
  return {{"value", json_number(rate->value)},
          {"low", json_number(rate->low)},
          {"high", json_number(rate->high)},
          {"from", rate->from},
          {"to", rate->to}};
}

std::optional<DecayRate> rate_from(const Json &json)
{
  if (!json.is_object()) return {};
  return DecayRate{number_in(json, "value"), number_in(json, "low"), number_in(json, "high"),
                   number_in(json, "from"), number_in(json, "to")};
}

/// The lower end of inf F is -infinity where none is known.
Infimum infimum_from(const Json &json)
{
  Infimum infimum;
  if (json.contains("low") && json["low"].is_number()) infimum.low = json["low"];
  infimum.high = number_in(json, "high");
  infimum.basis = json.at("basis").get<std::string>();
  return infimum;
}

DecayFinding read(const Json &json)
{
  DecayFinding found;
  found.infimum = infimum_from(json.at("infimum"));
  const Json &least = json.at("least");
  found.least = {number_in(least, "value"), number_in(least, "delta"), number_in(least, "time")};
  found.rate = rate_from(json.at("rate"));
  found.resolved_until = number_in(json, "resolved_until");
  for (const Json &c : json.at("constants"))
    found.constants.push_back({c.at("value"), c.at("sentence"), c.at("theory"), c.at("source")});
  found.verdict = verdict_from(json.at("verdict").get<std::string>());
  found.sentence = json.at("sentence").get<std::string>();
  return found;
}
}  // namespace

nlohmann::json decay_json(const DecayFinding &found)
{
  Json constants = Json::array();
  for (const auto &c : found.constants)
    constants.push_back(
        {{"value", c.value}, {"theory", c.theory}, {"source", c.source}, {"sentence", c.sentence}});
  return {{"infimum",
           {{"low", json_number(found.infimum.low)},
            {"high", json_number(found.infimum.high)},
            {"basis", found.infimum.basis}}},
          {"least",
           {{"value", json_number(found.least.value)},
            {"delta", json_number(found.least.delta)},
            {"time", json_number(found.least.time)}}},
          {"rate", rate_json(found.rate)},
          {"resolved_until", json_number(found.resolved_until)},
          {"constants", constants},
          {"verdict", to_string(found.verdict)},
          {"sentence", found.sentence}};
}

std::optional<DecayFinding> decay_from(const nlohmann::json &json)
{
  try {
    return read(json);
  } catch (const Json::exception &) {
    return {};
  }
}

}  // namespace gammaflow
