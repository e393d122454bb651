// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/study/decay/decay_curve.h>
#include <gammaflow/study/decay/decay_of_case.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

Json added(const RefinedEvolution &run, Json &series)
{
  const DecayCurve curve = decay_curve(run);
  series["quotient"] = json_numbers(curve.quotient);
  series["quotient_delta"] = json_numbers(curve.delta);
  return decay_json(run, curve);
}

/// The rate of the flow in that of its limit, over nearly the same times.
Json speed(const Json &flow, const Json &limit)
{
  if (!flow["rate"].is_object() || !limit["rate"].is_object()) return nullptr;
  const double value = number_of(flow["rate"]["value"]) / number_of(limit["rate"]["value"]);
  return json_number(value);
}

/// "Refuted" of any, else "not established" of any, else "confirmed" of any, else "not applicable".
std::string worst_verdict(const Json &limit, const Json &flows)
{
  for (const char *word : {"refuted", "not established", "confirmed"}) {
    const auto is = [&](const Json &entry) { return entry["verdict"] == word; };
    if (is(limit) || std::any_of(flows.begin(), flows.end(), is)) return word;
  }
  return "not applicable";
}

std::string sentence_of(const Json &limit, const Json &flows)
{
  std::string text = "Limit flow: " + std::string(limit["sentence"]);
  const Json &last = flows.back();
  text += " Kernel flow at the last parameter: " + std::string(last["sentence"]);
  if (last["speed"].is_number())
    text += " Its rate is " + few_digits(last["speed"], 4) + " times that of the limit flow.";
  return text;
}
}  // namespace

void add_decay(const RefinedEvolution &flow, const RefinedEvolution &limit, nlohmann::json &record)
{
  record["decay"] = nullptr;
  if (!flow.fine->gradient_structure || !limit.fine->gradient_structure) return;
  record["decay"] = {{"flow", added(flow, record["series"])},
                     {"limit", added(limit, record["limit_series"])}};
}

nlohmann::json decay_of_case(const nlohmann::json &points)
{
  Json flows = Json::array();
  for (const auto &point : points) {
    if (!point.contains("decay") || !point["decay"].is_object()) return nullptr;
    Json flow = point["decay"]["flow"];
    flow["parameter"] = point["parameter"];
    flow["speed"] = speed(flow, point["decay"]["limit"]);
    flows.push_back(flow);
  }
  if (flows.empty()) return nullptr;
  const Json &limit = points.back()["decay"]["limit"];
  return {{"limit", limit},
          {"flows", flows},
          {"verdict", worst_verdict(limit, flows)},
          {"sentence", sentence_of(limit, flows)}};
}

bool has_decay(const nlohmann::json &record)
{
  if (!record.contains("decay")) return false;
  const Json &decay = record["decay"];
  const auto whole = [](const Json &flow) {
    return flow.is_object() && flow.contains("infimum") && flow.contains("least") && flow.contains("rate") &&
           flow.contains("constants") && flow["constants"].is_array() && flow.contains("verdict") &&
           flow["verdict"].is_string() && flow.contains("sentence") && flow["sentence"].is_string();
  };
  return decay.is_null() || (decay.is_object() && decay.contains("flow") && decay.contains("limit") &&
                             whole(decay["flow"]) && whole(decay["limit"]));
}

}  // namespace gammaflow
