// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/content_hash.h>
#include <gammaflow/flow/flow.h>
#include <gammaflow/io/files.h>
#include <gammaflow/study/plan/evolution_key.h>
#include <gammaflow/study/points/record_check.h>
#include <gammaflow/study/probes/probe_store.h>

#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
#include <limits>
#include <optional>
#include <utility>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

/// The members that are numbers, by their names in the file.
template <class Value>
auto numbers_of(Value &v)
{
  return std::vector{std::pair{"parameter", &v.parameter},
                     std::pair{"limit", &v.limit},
                     std::pair{"limit_here", &v.limit_here},
                     std::pair{"distance", &v.distance},
                     std::pair{"distance_delta", &v.distance_delta},
                     std::pair{"delta_space", &v.delta_space},
                     std::pair{"delta_time", &v.delta_time},
                     std::pair{"delta_solver", &v.delta_solver},
                     std::pair{"limit_delta", &v.limit_delta},
                     std::pair{"primal_lower", &v.along.primal_lower},
                     std::pair{"primal_upper", &v.along.primal_upper},
                     std::pair{"primal_near", &v.along.primal_near},
                     std::pair{"tolerance", &v.along.tolerance},
                     std::pair{"dual", &v.along.dual},
                     std::pair{"energy_change", &v.along.energy_change},
                     std::pair{"missed_power", &v.along.missed_power}};
}

/// JSON has no infinite numbers.
Json to_json(double value)
{
  if (std::isfinite(value)) return value;
  return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
}
double from_json(const Json &json)
{
  if (json.is_number()) return json;
  const std::string word = json.get<std::string>();
  return word == "nan" ? std::nan("") : (word == "inf" ? 1 : -1) * std::numeric_limits<double>::infinity();
}

Json to_json(const ProbeValue &value)
{
  Json json{{"level", value.level}, {"failure", value.failure}};
  for (const auto &[name, number] : numbers_of(value)) json[name] = to_json(*number);
  return json;
}
ProbeValue value_from(const Json &json)
{
  ProbeValue value;
  value.level = json.at("level");
  value.failure = json.at("failure");
  for (const auto &[name, number] : numbers_of(value)) *number = from_json(json.at(name));
  return value;
}

/// Nothing where it is not there, damaged, or of another key.
std::optional<std::vector<ProbeValue>> read(const std::string &file, const std::string &key,
                                            const std::size_t steps)
{
  try {
    if (!std::filesystem::exists(file)) return {};
    const Json json = read_json(file);
    if (!is_sealed(json) || json.at("key") != key || json.at("values").size() != steps) return {};
    std::vector<ProbeValue> values;
    for (const auto &value : json.at("values")) values.push_back(value_from(value));
    return values;
  } catch (const InputError &) {
  } catch (const Json::exception &) {
  }
  return {};
}
}  // namespace

ProbeStore::ProbeStore(const CasePlan &plan, const unsigned level, std::string folder)
    : plan_(plan), level_(level), folder_(std::move(folder))
{
}

std::string ProbeStore::key_of(const ProbePlan &probe, const std::string &kind) const
{
  Json parameters = plan_.flow.as_json(), steps = Json::array();
  for (const char *of_no_matter : {"study", "output", "memory"}) parameters.erase(of_no_matter);
  for (const SweepStep &step : plan_.steps)
    steps.push_back(
        {{"flow", evolution_key(plan_.flow_at(step))},
         {"limit", evolution_key(plan_.limit_at(step))},
         {"curve", evolution_key(probe.parameters_at(plan_, step))},  // and the files that it reads
         {"parameter", step.parameter}});
  return Json{{"parameters", parameters},
              {"steps", steps},
              {"curve", probe.curve},
              {"label", probe.label},
              {"settings", probe.settings},
              {"kind", kind},
              {"level", level_},
              {"last level", plan_.last_level},
              {"program", versions()}}
      .dump();
}

std::vector<ProbeValue> ProbeStore::find_or(const ProbePlan &probe, const std::string &kind,
                                            const std::function<std::vector<ProbeValue>()> &measure) const
{
  if (folder_.empty()) return measure();
  const std::string key = sha256(key_of(probe, kind)),
                    file = folder_ + "/curve-" + key.substr(0, 16) + ".json";
  if (auto known = read(file, key, plan_.steps.size())) return *known;
  const std::vector<ProbeValue> values = measure();
  Json json{{"key", key}, {"probe", probe.label}, {"kind", kind}, {"values", Json::array()}};
  for (const ProbeValue &value : values) json["values"].push_back(to_json(value));
  write_json(file, sealed_record(json, "", ""));
  return values;
}

}  // namespace gammaflow
