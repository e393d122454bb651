// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/study/decay/decay_json.h>
#include <gammaflow/study/decay/decay_of_case.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

/// The rate of the flow in that of its limit, over nearly the same times; not a number where one has none.
double speed(const DecayOfPoint &point)
{
  if (!point.flow.rate || !point.limit.rate) return std::nan("");
  return point.flow.rate->value / point.limit.rate->value;
}

/// "Refuted" of any, else "not established" of any, else "confirmed" of any, else "not applicable".
Verdict worst_verdict(const std::vector<DecayOfPoint> &points)
{
  for (const Verdict verdict : {Verdict::refuted, Verdict::not_established, Verdict::confirmed})
    if (points.back().limit.verdict == verdict ||
        std::any_of(points.begin(), points.end(),
                    [&](const DecayOfPoint &point) { return point.flow.verdict == verdict; }))
      return verdict;
  return Verdict::not_applicable;
}

std::string sentence_of(const DecayOfPoint &last)
{
  std::string text =
      "Limit flow: " + last.limit.sentence + " Kernel flow at the last parameter: " + last.flow.sentence;
  if (std::isfinite(speed(last)))
    text += " Its rate is " + few_digits(speed(last), 4) + " times that of the limit flow.";
  return text;
}
}  // namespace

nlohmann::json decay_of_case(const std::vector<DecayOfPoint> &points)
{
  if (points.empty()) return nullptr;
  Json flows = Json::array();
  for (const DecayOfPoint &point : points) {
    Json flow = decay_json(point.flow);
    flow["parameter"] = point.parameter;
    flow["speed"] = json_number(speed(point));
    flows.push_back(flow);
  }
  return {{"limit", decay_json(points.back().limit)},
          {"flows", flows},
          {"verdict", to_string(worst_verdict(points))},
          {"sentence", sentence_of(points.back())}};
}

}  // namespace gammaflow
