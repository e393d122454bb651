// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/study/claims/claim.h>
#include <gammaflow/study/claims/statement_json.h>

namespace gammaflow
{
nlohmann::json claim_json(const Claim &claim)
{
  using Json = nlohmann::json;
  Json json{{"claim", claim.number},
            {"name", claim.name},
            {"quantity", claim.quantity},
            {"verdict", to_string(claim.verdict)},
            {"sentence", claim.sentence},
            {"observed_order", nullptr},
            {"uncertainty", nullptr},
            {"predicted_order", json_number(claim.predicted_order)},
            {"limit", claim.limit},
            {"limit_statement", claim.about_limit ? limit_json(*claim.about_limit) : Json(nullptr)},
            {"order_statement", claim.about_order ? order_json(*claim.about_order) : Json(nullptr)},
            {"points_used", Json::array()},
            {"local_orders", Json::array()}};
  if (claim.about_order) {
    const OrderStatement &order = *claim.about_order;
    if (order.known) {
      json["observed_order"] = json_number((order.low + order.high) / 2);
      json["uncertainty"] = json_number((order.high - order.low) / 2);
    }
    json["points_used"] = order.used;
    json["local_orders"] = json_numbers(order.local_orders);
  }
  json.update(claim.shown);
  return json;
}

}  // namespace gammaflow
