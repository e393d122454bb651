// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/evolutions/observable.h>
#include <gammaflow/program/command.h>
#include <gammaflow/study/ensembles/ensemble_plan.h>
#include <gammaflow/study/plan/memory_estimate.h>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>
#include <set>

namespace gammaflow
{
Parameters read_parameters(const std::string &file, const Arguments &arguments)
{
  Parameters parameters = Parameters::from_file(file);
  for (const auto &assignment : arguments.settings) parameters.assign(assignment, "--set");
  return parameters;
}

std::string output_directory(const Parameters &parameters, const Arguments &arguments)
{
  if (!arguments.output.empty()) return arguments.output;
  const std::string given = parameters.text("output", "directory");
  if (!given.empty()) return given;
  return (std::filesystem::path("output") / std::filesystem::path(parameters.file_name()).stem()).string();
}

void check_evolution(const Evolution &evolution)
{
  evolution.check();
  check_memory_of_run(evolution);
  observables_of(evolution);
  events_of(evolution);
}

std::vector<std::string> unread_notes(const Parameters &parameters)
{
  static const std::set<std::string> of_flows = {"domain",   "initial state", "target",        "energy",
                                                 "geometry", "kernel",        "energy kernel", "source",
                                                 "boundary", "geodesic",      "particles"};
  std::map<std::string, std::string> keys;
  for (const auto &[section, key] : parameters.unread())
    if (of_flows.count(section) != 0) keys[section] += (keys[section].empty() ? "'" : ", '") + key + "'";
  std::vector<std::string> notes;
  for (const auto &[section, list] : keys)
    notes.push_back("note: section '" + section + "': " + list +
                    (list.find(',') == std::string::npos ? " has" : " have") + " no effect here");
  for (const auto &note : parameters.notes()) notes.push_back("note: " + note);
  return notes;
}

bool describes_study(const Parameters &parameters)
{
  return describes_particle_study(parameters) || parameters.text("sweep", "parameter") != "none" ||
         parameters.text("limit", "mode") == "equality" || !parameters.is_default("case 1", "name") ||
         !parameters.is_default("case 1", "settings");
}

}  // namespace gammaflow
