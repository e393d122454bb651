// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/study/claims/statement_json.h>

#include <cmath>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

Json range(double low, double high)
{
  return {json_number(low), json_number(high)};
}

Json extrapolant_json(const Extrapolant &extrapolant)
{
  return {{"name", extrapolant.name},
          {"exponents", json_numbers(extrapolant.exponents)},
          {"weights", json_numbers(extrapolant.weights)},
          {"from_bars", json_number(extrapolant.from_bars)},
          {"from_models", json_number(extrapolant.from_models)}};
}

Json extrapolation_json(const ExtrapolatedDistance &extrapolated)
{
  Json alternatives = Json::array();
  for (const auto &alternative : extrapolated.alternatives)
    alternatives.push_back(extrapolant_json(alternative));
  return {{"estimate", json_number(extrapolated.estimate)},
          {"from_bars", json_number(extrapolated.from_bars)},
          {"from_models", json_number(extrapolated.from_models)},
          {"observed_exponents", json_numbers(extrapolated.observed_exponents)},
          {"contracts", extrapolated.contracts},
          {"chosen", extrapolant_json(extrapolated.chosen)},
          {"alternatives", alternatives},
          {"note", extrapolated.note}};
}
}  // namespace

nlohmann::json limit_json(const JudgedLimit &judged)
{
  const LimitStatement &limit = judged.statement;
  Json models = Json::array();
  for (const auto &model : limit.models)
    models.push_back({{"name", model.name},
                      {"accepted", model.accepted},
                      {"low", model.accepted ? json_number(model.low) : Json(nullptr)},
                      {"high", model.accepted ? json_number(model.high) : Json(nullptr)},
                      {"residual", json_number(model.residual)}});
  return {{"verdict", to_string(limit.verdict)},
          {"sentence", limit.sentence},
          {"bound", json_number(limit.bound)},
          {"smallest", json_number(limit.smallest)},
          {"part", json_number(limit.part)},
          {"estimate", json_number(limit.estimate)},
          {"uncertainty", json_number(limit.uncertainty)},
          {"levels_off", limit.levels_off},
          {"range", range(limit.parameter_low, limit.parameter_high)},
          {"basis", limit.basis},
          {"models", models},
          {"extrapolation", judged.extrapolated ? extrapolation_json(*judged.extrapolated) : Json(nullptr)}};
}

nlohmann::json order_json(const OrderStatement &order)
{
  Json models = Json::array();
  for (const auto &model : order.models)
    models.push_back({{"name", model.name},
                      {"accepted", model.accepted},
                      {"order_is_given", model.order_is_given},
                      {"low", model.accepted ? json_number(model.low) : Json(nullptr)},
                      {"high", model.accepted ? json_number(model.high) : Json(nullptr)},
                      {"best", json_number(model.best)},
                      {"residual", json_number(model.residual)}});
  return {{"verdict", to_string(order.verdict)},
          {"sentence", order.sentence},
          {"low", order.known ? json_number(order.low) : Json(nullptr)},
          {"high", order.known ? json_number(order.high) : Json(nullptr)},
          {"predicted", json_number(order.predicted)},
          {"part_from_bars", json_number(order.part_from_bars)},
          {"part_from_models", json_number(order.part_from_models)},
          {"range", range(order.parameter_low, order.parameter_high)},
          {"models", models},
          {"bars_times", order.bars_times},
          {"settled", order.settled},
          {"shown", order.shown},
          {"basis", order.basis},
          {"note", order.note}};
}

nlohmann::json thresholds_json(const JudgeOptions &options)
{
  return {{"budget", options.budget},
          {"order_tolerance", options.order_tolerance},
          {"order_width", options.order_width},
          {"limit_part", options.limit_part},
          {"state_part", options.state_part}};
}

}  // namespace gammaflow
