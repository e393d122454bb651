#include <gammaflow/observables/observable.h>
#include <gammaflow/program/command.h>

#include <nlohmann/json.hpp>

#include <filesystem>

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
  observables_of(evolution);
  events_of(evolution);
}

bool describes_study(const Parameters &parameters)
{
  return parameters.text("sweep", "parameter") != "none" || parameters.text("limit", "mode") == "equality" ||
         !parameters.is_default("case 1", "name") || !parameters.is_default("case 1", "settings");
}

}  // namespace gammaflow
