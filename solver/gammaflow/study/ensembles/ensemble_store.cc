// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/base/json_seal.h>
#include <gammaflow/base/steady_seconds.h>
#include <gammaflow/io/data_index.h>
#include <gammaflow/io/files.h>
#include <gammaflow/io/share.h>
#include <gammaflow/io/trajectory_file.h>
#include <gammaflow/parameters/input_files.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/ensembles/ensemble_store.h>

#include <cmath>
#include <filesystem>
#include <limits>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

/// null is written for infinity.
double or_infinite(const Json &value)
{
  return value.is_null() ? std::numeric_limits<double>::infinity() : value.get<double>();
}

std::vector<double> numbers_or_infinite(const Json &list, std::size_t count)
{
  std::vector<double> numbers;
  for (const Json &value : list) numbers.push_back(or_infinite(value));
  if (numbers.size() != count) throw std::range_error("another number of distances");
  return numbers;
}

Json entry_json(const std::optional<EnsembleValues::Entry> &entry)
{
  if (!entry) return nullptr;
  return {{"values", json_numbers(entry->values)}, {"errors", json_numbers(entry->errors)}};
}

std::optional<EnsembleValues::Entry> entry_in(const Json &json, std::size_t distances)
{
  if (json.is_null()) return std::nullopt;
  return EnsembleValues::Entry{numbers_or_infinite(json.at("values"), distances),
                               numbers_or_infinite(json.at("errors"), distances)};
}

/// `take` of the sealed object in a file with this key; nothing where there is none, or it is damaged.
template <typename Take>
auto stored_in(const std::string &file, const std::string &key, const Take &take)
    -> std::optional<decltype(take(Json()))>
{
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return std::nullopt;
  try {
    const Json stored = read_json(file);
    if (is_sealed(stored) && stored.value("key", "") == key) return take(stored);
  } catch (const InputError &) {
  } catch (const Json::exception &) {
  } catch (const std::range_error &) {
  }
  return std::nullopt;
}

/// The parameters with the values of a JSON object.
Parameters with_values(Parameters parameters, const Json &values)
{
  for (const auto &section : values.items())
    for (const auto &entry : section.value().items())
      if (const std::string value = entry.value(); parameters.text(section.key(), entry.key()) != value)
        parameters.set(section.key(), entry.key(), value);
  return parameters;
}
}  // namespace

MeanField mean_field_of(const CertifiedEvolution &run)
{
  const Trajectory &flow = run.evolution();
  MeanField result{flow.space_of(flow.times.size() - 1),
                   flow.states.back(),
                   run.reached,
                   run.space,
                   run.in_time,
                   run.cost.nodes,
                   {}};
  for (const NormError &error : run.errors)
    if (error.time == flow.times.back()) result.bars[error.norm] = error.bar();
  return result;
}

EnsembleStore::EnsembleStore(std::string folder, const EnsemblePlan &plan)
    : folder_(std::move(folder)),
      plan_(plan),
      interval_(plan.particles.number("output", "checkpoint seconds")),
      last_(steady_seconds())
{
}

std::string EnsembleStore::key_of(const std::string &what) const
{
  Json parameters = plan_.particles.as_json();
  for (const char *section : {"output", "memory"}) parameters.erase(section);
  return program_revision() + "\n" + what + "\n" + parameters.dump() + "\n" +
         as_json(input_files(plan_.particles)).dump();
}

std::string EnsembleStore::file_of(std::size_t number) const
{
  return folder_ + "/ensembles-" + std::to_string(number) + ".json";
}

void EnsembleStore::keep(const CertifiedEvolution &run) const
{
  const MeanField field = mean_field_of(run);
  const std::string states = folder_ + "/mean-field.h5";
  write_trajectory(states, run.evolution(), {{"parameters", run.parameters.as_json().dump()}});
  Json bars = Json::object();
  for (const auto &[norm, bar] : field.bars) bars[norm] = json_number(bar);
  write_json(folder_ + "/mean-field.json", sealed_json({{"key", key_of("mean field")},
                                                        {"states", IndexedFile(states).checksum()},
                                                        {"parameters", run.parameters.as_json()},
                                                        {"reached", field.reached},
                                                        {"error_of_space", json_number(field.error_of_space)},
                                                        {"error_of_time", json_number(field.error_of_time)},
                                                        {"nodes", field.nodes},
                                                        {"bars", bars}}));
}

std::optional<MeanField> EnsembleStore::find_mean_field() const
{
  const std::string states = folder_ + "/mean-field.h5";
  return stored_in(folder_ + "/mean-field.json", key_of("mean field"), [&](const Json &stored) {
    if (IndexedFile(states).checksum() != stored.at("states").get<std::string>())
      throw std::range_error("other states");
    const Parameters parameters = with_values(plan_.mean_field, stored.at("parameters"));
    const Trajectory flow = read_trajectory(states, parameters, make_space(parameters));
    MeanField field{flow.space_of(flow.times.size() - 1),
                    flow.states.back(),
                    stored.at("reached"),
                    or_infinite(stored.at("error_of_space")),
                    or_infinite(stored.at("error_of_time")),
                    stored.at("nodes"),
                    {}};
    for (const auto &bar : stored.at("bars").items()) field.bars[bar.key()] = or_infinite(bar.value());
    return field;
  });
}

EnsembleValues EnsembleStore::find(std::size_t number) const
{
  const std::size_t seeds = plan_.seeds.size(), distances = plan_.orders.size();
  const auto stored =
      stored_in(file_of(number), key_of("N = " + std::to_string(number)), [&](const Json &json) {
        EnsembleValues values;
        for (const Json &entry : json.at("ensembles")) values.of_seeds.push_back(entry_in(entry, distances));
        if (values.of_seeds.size() != seeds) throw std::range_error("another number of seeds");
        values.coarser = entry_in(json.at("coarser"), distances);
        return values;
      });
  if (stored) return *stored;
  EnsembleValues nothing;
  nothing.of_seeds.resize(seeds);
  return nothing;
}

void EnsembleStore::keep(std::size_t number, const EnsembleValues &values, bool complete)
{
  if (!complete && steady_seconds() - last_ < interval_) return;
  Json ensembles = Json::array();
  for (const auto &entry : values.of_seeds) ensembles.push_back(entry_json(entry));
  write_json(file_of(number), sealed_json({{"key", key_of("N = " + std::to_string(number))},
                                           {"ensembles", ensembles},
                                           {"coarser", entry_json(values.coarser)}}));
  last_ = steady_seconds();
}

}  // namespace gammaflow
