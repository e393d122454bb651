// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/study/decay/decay_json.h>
#include <gammaflow/study/points/point_json.h>

#include <optional>
#include <utility>
#include <vector>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

/// The numbers of a type by the names that they have in a record: written and read by one list.
template <class Type>
using Fields = std::vector<std::pair<const char *, double Type::*>>;

const Fields<Summary> of_summary = {{"value", &Summary::value},
                                    {"delta", &Summary::delta},
                                    {"delta_space", &Summary::delta_space},
                                    {"delta_time", &Summary::delta_time},
                                    {"at_end", &Summary::at_end}};
const Fields<BalanceResidual> of_balance = {{"value", &BalanceResidual::value},
                                            {"bound", &BalanceResidual::bound},
                                            {"scale", &BalanceResidual::scale},
                                            {"looser_value", &BalanceResidual::looser_value},
                                            {"limit_flow_value", &BalanceResidual::limit_flow_value}};

template <class Type>
Json fields_json(const std::optional<Type> &numbers, const Fields<Type> &fields)
{
  if (!numbers) return nullptr;
  Json json = Json::object();
  for (const auto &[name, member] : fields) json[name] = json_number(*numbers.*member);
  return json;
}

template <class Type>
std::optional<Type> fields_from(const Json &json, const Fields<Type> &fields)
{
  if (!json.is_object()) return {};
  Type numbers;
  for (const auto &[name, member] : fields) numbers.*member = number_in(json, name);
  return numbers;
}

using Curves = std::map<std::string, std::vector<double>>;

Curves curves_by_name(const Json &json)
{
  Curves curves;
  for (const auto &item : json.items()) curves[item.key()] = numbers_of(item.value());
  return curves;
}

RecordedCurves curves_from(const Json &json)
{
  RecordedCurves curves;
  for (const auto &item : json.items())
    if (item.key() == "distance")
      curves.distance = curves_by_name(item.value());
    else if (item.key() == "delta")
      curves.delta = curves_by_name(item.value());
    else if (item.key() == "density_times")
      curves.density_times = numbers_of(item.value());
    else if (item.key() == "density")
      curves.density = item.value();
    else if (item.value().is_array())
      curves.numbers[item.key()] = numbers_of(item.value());
  return curves;
}

SweepStep step_from(const Json &json)
{
  return {number_in(json, "parameter"), number_in(json, "bandwidth"), number_in(json, "ridge"),
          number_in(json, "energy_bandwidth")};
}

PointFailure failure_from(const Json &json)
{
  return {step_from(json),    json.at("level"),      json.at("tolerance"),
          json.at("failure"), json.value("key", ""), json.value("memory", 0.)};
}

PointRecord point_from(const Json &json)
{
  PointRecord point;
  point.step = step_from(json);
  point.level = json.at("level");
  point.nodes = json.at("nodes");
  point.steps = json.at("steps");
  point.rejected_steps = json.at("rejected_steps");
  point.solver_iterations = json.at("solver_iterations");
  point.tolerance = json.at("tolerance");
  point.resolved = json.at("resolved");
  point.note = json.at("note");
  point.judged_distance = json.at("judged_distance");
  for (const auto &item : json.at("distances").items())
    point.distances[item.key()] = fields_from(item.value(), of_summary).value_or(Summary());
  point.energy = fields_from(json.at("energy"), of_summary);
  point.primal_dissipation = fields_from(json.at("primal_dissipation"), of_summary);
  point.dual_dissipation = fields_from(json.at("dual_dissipation"), of_summary);
  point.flow_bar = number_in(json.at("state_bars"), "flow");
  point.limit_bar = number_in(json.at("state_bars"), "limit");
  point.balance = fields_from(json.at("edb_residual"), of_balance);
  if (json.contains("transfer_energy")) point.transfer_energy = number_in(json, "transfer_energy");
  point.flow = curves_from(json.at("series"));
  point.limit = curves_from(json.at("limit_series"));
  point.times = numbers_of(json.at("times"));
  point.grid = json.at("grid");
  if (const Json &decay = json.at("decay"); decay.is_object())
    point.decay = DecayOfPoint{point.step.parameter, decay_from(decay.at("flow")).value_or(DecayFinding()),
                               decay_from(decay.at("limit")).value_or(DecayFinding())};
  point.key = json.value("key", "");
  point.memory = json.value("memory", 0.);
  return point;
}

Json whole_json(const PointRecord &point)
{
  Json json = point_json(point);
  json["series"] = curves_json(point.flow);
  json["series"]["parameter"] = point.step.parameter;
  json["limit_series"] = curves_json(point.limit);
  json["decay"] = nullptr;
  if (point.decay)
    json["decay"] = {{"flow", decay_json(point.decay->flow)}, {"limit", decay_json(point.decay->limit)}};
  json["grid"] = point.grid;
  json["times"] = point.times;
  json["key"] = point.key;
  json["memory"] = point.memory;
  return json;
}

Json whole_json(const PointFailure &failure)
{
  Json json = failure_json(failure);
  json["key"] = failure.key;
  json["memory"] = failure.memory;
  return json;
}
}  // namespace

nlohmann::json point_json(const PointRecord &point)
{
  Json json{{"parameter", point.step.parameter},
            {"bandwidth", point.step.bandwidth},
            {"ridge", point.step.ridge},
            {"level", point.level},
            {"nodes", point.nodes},
            {"tolerance", point.tolerance},
            {"resolved", point.resolved},
            {"note", point.note},
            {"judged_distance", point.judged_distance},
            {"energy", fields_json(point.energy, of_summary)},
            {"primal_dissipation", fields_json(point.primal_dissipation, of_summary)},
            {"dual_dissipation", fields_json(point.dual_dissipation, of_summary)},
            {"state_bars", {{"flow", json_number(point.flow_bar)}, {"limit", json_number(point.limit_bar)}}},
            {"edb_residual", fields_json(point.balance, of_balance)},
            {"steps", point.steps},
            {"rejected_steps", point.rejected_steps},
            {"solver_iterations", point.solver_iterations}};
  for (const auto &[name, summary] : point.distances)
    json["distances"][name] = fields_json(std::optional(summary), of_summary);
  if (point.transfer_energy) json["transfer_energy"] = *point.transfer_energy;
  return json;
}

nlohmann::json failure_json(const PointFailure &failure)
{
  return {{"parameter", failure.step.parameter}, {"bandwidth", failure.step.bandwidth},
          {"ridge", failure.step.ridge},         {"level", failure.level},
          {"tolerance", failure.tolerance},      {"failure", failure.reason}};
}

nlohmann::json record_json(const PointOutcome &outcome)
{
  return std::visit([](const auto &one) { return whole_json(one); }, outcome);
}

PointOutcome outcome_from(const nlohmann::json &record)
{
  if (record.contains("failure")) return failure_from(record);
  return point_from(record);
}

}  // namespace gammaflow
