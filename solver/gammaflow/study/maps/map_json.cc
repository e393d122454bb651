// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/base/with_settings.h>
#include <gammaflow/study/maps/map_grid.h>
#include <gammaflow/study/maps/map_json.h>
#include <gammaflow/study/points/sweep_point.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

MapGrid grid_of(const MapPlan &map, const MapRecords &records)
{
  MapGrid grid{map.bandwidths, map.ridges, {}};
  for (std::size_t i = 0, k = 0; i < map.bandwidths.size(); ++i) {
    grid.values.emplace_back();
    for (std::size_t j = 0; j < map.ridges.size(); ++j, ++k) {
      const Summary of = records.at(k) ? records[k]->judged() : Summary();
      grid.values.back().push_back({of.value, of.delta});
    }
  }
  return grid;
}

Json values_json(const MapGrid &grid, const MapRecords &records)
{
  Json rows = Json::array();
  std::size_t k = 0;
  for (const auto &row : grid.values) {
    rows.push_back(Json::array());
    for (const auto &value : row) {
      const bool resolved = records[k] && records[k]->resolved;
      rows.back().push_back(
          {{"value", json_number(value.value)}, {"delta", json_number(value.delta)}, {"resolved", resolved}});
      ++k;
    }
  }
  return rows;
}

/// An end that is infinite, or no number, is null.
Json orders_json(const std::vector<std::vector<LocalOrder>> &orders)
{
  Json rows = Json::array();
  for (const auto &row : orders) {
    rows.push_back(Json::array());
    for (const LocalOrder &order : row)
      rows.back().push_back(Json::array({json_number(order.low), json_number(order.high)}));
  }
  return rows;
}

std::string shown(const LocalOrder &order)
{
  if (!std::isfinite(order.low) || !std::isfinite(order.high)) return "not known";
  return few_digits((order.low + order.high) / 2) + " +- " + few_digits((order.high - order.low) / 2, 2);
}

std::string words_of(LimitChange::Nearer nearer)
{
  return nearer == LimitChange::Nearer::first    ? "first"
         : nearer == LimitChange::Nearer::second ? "second"
                                                 : "undecided";
}

Json change_json(const MapPlan &map, const LimitChange &change)
{
  Json nearer = Json::array(), crossings = Json::array();
  for (const auto &row : change.nearer) {
    nearer.push_back(Json::array());
    for (const auto which : row) nearer.back().push_back(words_of(which));
  }
  for (const auto &c : change.crossings)
    crossings.push_back({{"bandwidth", c.bandwidth},
                         {"ridge", c.ridge},
                         {"along", c.along_ridge ? "ridge" : "bandwidth"},
                         {"low", c.low},
                         {"high", c.high}});
  Json json{
      {"verdict", change.verdict}, {"nearer", nearer}, {"crossings", crossings}, {"power_law", nullptr}};
  std::string sentence = "The limit that is nearer, " + name_of_limit(map.towards[0]) + " or " +
                         name_of_limit(map.towards[1]) + ", ";
  if (change.verdict == "seen") {
    const std::size_t n = change.crossings.size();
    sentence += n == 0 ? "changes between points that share no line of the grid"
                       : "changes on a curve that is crossed " + std::to_string(n) +
                             (n == 1 ? " time" : " times") + " on the lines of the grid";
    if (const auto &law = change.power_law) {
      json["power_law"] = {{"factor", json_number(law->factor)},
                           {"exponent", json_number(law->exponent)},
                           {"uncertainty", json_number(law->uncertainty)}};
      sentence += ", about lambda = " + few_digits(law->factor) +
                  " sigma^q with q = " + few_digits(law->exponent) + " +- " + few_digits(law->uncertainty, 2);
    }
    sentence += ".";
  } else if (change.verdict == "not decided")
    sentence += "is not decided at some points, and no change is seen between the others.";
  else
    sentence += "is the same at all points: no change is seen on this range.";
  json["sentence"] = sentence;
  return json;
}
}  // namespace

std::string name_of_limit(const CasePlan &plan)
{
  return with_settings(plan.limit.geometry, plan.limit.settings);
}

nlohmann::json map_json(const MapPlan &map, const std::vector<MapRecords> &records)
{
  const std::string distance = judged_distance(map.towards.front());
  Json json{
      {"bandwidths", map.bandwidths}, {"ridges", map.ridges}, {"distance", distance}, {"change", nullptr}};
  std::vector<MapGrid> grids;
  std::string sentence;
  for (std::size_t m = 0; m < map.towards.size(); ++m) {
    grids.push_back(grid_of(map, records.at(m)));
    const auto in_bandwidth = orders_in_bandwidth(grids[m]), in_ridge = orders_in_ridge(grids[m]);
    json["limits"].push_back(
        {{"geometry", map.towards[m].limit.geometry},
         {"settings", map.towards[m].limit.settings},
         {"values", values_json(grids[m], records[m])},
         {"orders", {{"bandwidth", orders_json(in_bandwidth)}, {"ridge", orders_json(in_ridge)}}}});
    sentence += "At the smallest bandwidth and ridge the distance to " + name_of_limit(map.towards[m]) +
                " is " + few_digits(grids[m].values.back().back().value) + " +- " +
                few_digits(grids[m].values.back().back().delta, 2) + ", of local order " +
                shown(in_ridge.back().back()) + " in the ridge and " + shown(in_bandwidth.back().back()) +
                " in the bandwidth. ";
  }
  if (grids.size() == 2) {
    json["change"] = change_json(map, limit_change(grids[0], grids[1]));
    sentence += std::string(json["change"]["sentence"]);
  }
  while (!sentence.empty() && sentence.back() == ' ') sentence.pop_back();
  json["sentence"] = sentence;
  return json;
}

}  // namespace gammaflow
