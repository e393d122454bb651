// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/io/figures/from_json.h>
#include <gammaflow/io/figures/study_case.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
using namespace figure_data;
using Json = nlohmann::json;

StudyCase::StudyCase(const Json &study_case)
    : all(study_case),
      series(at(all, "series")),
      limit(at(series, "limit")),
      flows(list(at(series, "points"))),
      points(list(at(all, "points"))),
      judged(text(at(all, "distance"))),
      swept(text(at(at(all, "sweep"), "parameter"), "none"))
{
}

const Json &StudyCase::list(const Json &json)
{
  static const Json none = Json::array();
  return json.is_array() ? json : none;
}

std::string StudyCase::parameter() const
{
  return swept == "ridge"                          ? "ridge \u03bb"
         : swept == "bandwidth" || swept == "path" ? "bandwidth \u03c3"
                                                   : swept;
}

std::string StudyCase::name_of(std::size_t i) const
{
  const double value = i < points.size() ? number_of(at(points[i], "parameter")) : std::nan("");
  const std::string symbol = swept == "ridge" ? "\u03bb = " : "\u03c3 = ";
  return std::isfinite(value) && swept != "none" ? symbol + short_number(value)
                                                 : text(at(flows[i], "label"), "kernel flow");
}

std::vector<std::string> StudyCase::distances() const
{
  std::vector<std::string> names;
  if (!points.empty() && at(points[0], "distances").is_object())
    for (const auto &item : at(points[0], "distances").items()) names.push_back(item.key());
  return names;
}

double StudyCase::time_of_largest_distance() const
{
  const auto times = numbers(at(series, "times"));
  for (std::size_t i = flows.size(); i-- > 0;) {
    auto values = numbers(at(at(flows[i], "distance"), judged.c_str()));
    for (double &v : values)
      if (!std::isfinite(v)) v = -1;
    const auto largest = std::max_element(values.begin(), values.end());
    if (largest != values.end() && *largest >= 0 && values.size() <= times.size())
      return times[std::size_t(largest - values.begin())];
  }
  return times.empty() ? 0 : times.front();
}

const Json &StudyCase::claim(int which, const std::string &name) const
{
  static const Json none;
  for (const auto &entry : list(at(all, "claims")))
    if (at(entry, "claim") == which && (name.empty() || text(at(entry, "name")) == name)) return entry;
  return none;
}

LatexTable StudyCase::table_of_points() const
{
  LatexTable table{"distances to the limit with their error bars", {}, {}};
  table.header.push_back(swept == "ridge" ? "$\\lambda$" : swept == "none" ? "flow" : "$\\sigma$");
  auto names = distances();
  std::stable_partition(names.begin(), names.end(), [&](const std::string &name) { return name == judged; });
  if (names.size() > 3) names.resize(3);  // a fourth would not fit the page
  for (const auto &name : names) table.header.push_back(latex_text(name));
  const auto orders = numbers(at(claim(1), "local_orders"));
  const bool with_orders = !orders.empty() && orders.size() <= points.size();
  if (with_orders) table.header.emplace_back("order");
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double parameter = number_of(at(points[i], "parameter"));
    std::vector<std::string> row{swept == "none" ? std::to_string(i + 1) : latex_number(parameter)};
    for (const auto &name : names) {
      const Json &value = at(at(points[i], "distances"), name.c_str());
      row.push_back(latex_measured(number_of(at(value, "value")), number_of(at(value, "delta"))));
    }
    const std::size_t shift = points.size() - orders.size();
    if (with_orders) row.push_back(i < shift ? "--" : latex_number(orders[i - shift], 3));
    table.rows.push_back(std::move(row));
  }
  return table;
}

LatexTable StudyCase::table_of_claims() const
{
  LatexTable table{"verdicts on the claims", {"claim", "verdict", "order", "predicted"}, {}};
  for (const auto &entry : list(at(all, "claims"))) {
    const Json &order = at(entry, "order_statement");
    const double low = number_of(at(order, "low")), high = number_of(at(order, "high"));
    table.rows.push_back({latex_text(text(at(entry, "name"))), latex_text(text(at(entry, "verdict"))),
                          std::isfinite(low) && std::isfinite(high)
                              ? "[" + latex_number(low, 3) + ", " + latex_number(high, 3) + "]"
                              : "--",
                          latex_number(number_of(at(entry, "predicted_order")), 3)});
  }
  return table;
}

}  // namespace gammaflow
