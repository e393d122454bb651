// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/with_settings.h>
#include <gammaflow/program/check_quantities.h>
#include <gammaflow/program/table.h>

#include <nlohmann/json.hpp>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

/// What is computed anew in the late digits of energies that are nearly 0.
constexpr double of_rates = 1e-4;

void add_number(std::vector<Quantity> &result, const std::string &name, const Json &value, double tolerance)
{
  if (value.is_number()) result.push_back({name, "", value.get<double>(), tolerance});
}

void add_flow(std::vector<Quantity> &result, const std::string &name, const Json &flow)
{
  const Json &least = flow.at("least");
  add_number(result, name + ": smallest quotient", least.at("value"),
             least.at("delta").is_number() ? least.at("delta").get<double>() : 0);
  if (flow.at("rate").is_object()) {
    const Json &rate = flow.at("rate").at("value");
    add_number(result, name + ": rate", rate, of_rates * (rate.is_number() ? rate.get<double>() : 0));
  }
  add_number(result, name + ": inf F", flow.at("infimum").at("high"), 1e-10);
}

void add_decay(std::vector<Quantity> &result, const std::string &name, const Json &decay)
{
  result.push_back({name + ": decay verdict", decay.at("verdict"), 0, 0});
  add_flow(result, name + ": decay of the limit", decay.at("limit"));
  for (const Json &constant : decay.at("limit").at("constants"))
    add_number(result, name + ": decay of the limit: constant; " + constant.at("theory").get<std::string>(),
               constant.at("value"), 1e-6 * constant.at("value").get<double>());
  for (const Json &flow : decay.at("flows"))
    add_flow(result, name + ": decay at " + Table::number(flow.at("parameter").get<double>(), 6), flow);
}
/// Fits and distances at parameter 0 within their uncertainties.
void add_extrapolated(std::vector<Quantity> &result, const std::string &name, const Json &entry)
{
  if (entry.at("uncertainty").is_number())
    add_number(result, name, entry.at("estimate"), 2 * entry.at("uncertainty").get<double>());
}

/// Settings in the name: limits with one geometry may differ by them alone.
std::string words_of_limit(const Json &limit)
{
  return with_settings(limit.at("geometry"), limit.at("settings"));
}

void add_limits(std::vector<Quantity> &result, const std::string &name, const Json &which)
{
  for (const Json &candidate : which.at("candidates")) {
    const std::string of = name + ": limit " + words_of_limit(candidate);
    result.push_back({of + " verdict", candidate.at("verdict"), 0, 0});
    add_extrapolated(result, of + " distance", candidate);
  }
  const Json &mobility = which.at("mobility");
  if (!mobility.is_object()) return;
  result.push_back({name + ": local limit", mobility.at("local"), 0, 0});
  add_extrapolated(result, name + ": exponent of the mobility", mobility.at("exponent"));
  add_extrapolated(result, name + ": factor of the mobility", mobility.at("factor"));
}

/// Distances within their error bars, and what the curve of change is.
void add_map(std::vector<Quantity> &result, const std::string &name, const Json &map)
{
  for (const Json &limit : map.at("limits"))
    for (std::size_t i = 0; i < map.at("bandwidths").size(); ++i)
      for (std::size_t j = 0; j < map.at("ridges").size(); ++j) {
        const Json &value = limit.at("values").at(i).at(j);
        if (!value.at("delta").is_number()) continue;
        add_number(result,
                   name + ": map to " + words_of_limit(limit) + " at " +
                       Table::number(map.at("bandwidths")[i].get<double>(), 6) + " and " +
                       Table::number(map.at("ridges")[j].get<double>(), 6),
                   value.at("value"), value.at("delta"));
      }
  const Json &change = map.at("change");
  if (!change.is_object()) return;
  result.push_back({name + ": change of the limit", change.at("verdict"), 0, 0});
  if (change.at("power_law").is_object())
    add_number(result, name + ": exponent of the change", change.at("power_law").at("exponent"),
               change.at("power_law").at("uncertainty"));
}
}  // namespace

std::vector<Quantity> quantities_of_checks(const nlohmann::json &study_case, const std::string &name)
{
  std::vector<Quantity> result;
  if (study_case.contains("decay") && study_case["decay"].is_object())
    add_decay(result, name, study_case["decay"]);
  for (const auto &[entry, words] : {std::pair<const char *, const char *>{"mosco", "Mosco convergence"},
                                     {"rayleigh", "Helmholtz-Rayleigh"}})
    if (study_case.contains(entry) && study_case[entry].is_object())
      result.push_back({name + ": " + words + " verdict", study_case[entry].at("verdict"), 0, 0});
  if (study_case.contains("which_limit") && study_case["which_limit"].is_object())
    add_limits(result, name, study_case["which_limit"]);
  if (study_case.contains("map") && study_case["map"].is_object()) add_map(result, name, study_case["map"]);
  for (auto &quantity : result)
    for (char &c : quantity.name)
      if (c == ',') c = ';';
  return result;
}

}  // namespace gammaflow
