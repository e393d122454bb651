// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/io/files.h>
#include <gammaflow/program/command.h>
#include <gammaflow/program/evolution_report.h>
#include <gammaflow/program/table.h>
#include <gammaflow/study/points/series.h>
#include <gammaflow/time/evolve/evolve.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

/// As a shell reads it.
std::string quoted(const std::string &word)
{
  const bool plain = !word.empty() && std::all_of(word.begin(), word.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || std::string("-_./=+,:@%").find(char(c)) != std::string::npos;
  });
  if (plain) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

std::string date_now()
{
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[40];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &utc)};
}

std::string content_of(const std::string &path)
{
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

Json changed(const Parameters &parameters)
{
  const Json values = parameters.as_json();  // which notes nothing as read
  Json result = Json::object();
  for (const auto &entry : Parameters::descriptions()) {
    const auto &value = values.at(entry.section).at(entry.key);
    if (value != entry.default_value) result[entry.section][entry.key] = value;
  }
  return result;
}

template <class Number>
Json column(const Trajectory &trajectory, Number LedgerRow::*member)
{
  Json values = Json::array();
  for (const auto &row : trajectory.ledger) values.push_back(row.*member);
  return values;
}

/// "space:    box 1D" as ["space", "box 1D"].
Json described(const Evolution &evolution)
{
  Json lines = Json::array();
  for (const auto &line : evolution.description()) {
    const auto colon = line.find(':'), value = line.find_first_not_of(' ', colon + 1);
    lines.push_back(colon == std::string::npos || value == std::string::npos
                        ? Json{"", line}
                        : Json{line.substr(0, colon), line.substr(value)});
  }
  return lines;
}

/// Values that belong to the report's one case: what was computed, its ledger and its states.
Json case_of(const Evolution &evolution, const Trajectory &trajectory, const Json &observed)
{
  Json state = curves_json(recorded_curves(trajectory));
  state["label"] = "state";
  state["steps"] = column(trajectory, &LedgerRow::steps);
  state["rejected"] = column(trajectory, &LedgerRow::rejected);
  state["solver_iterations"] = column(trajectory, &LedgerRow::solver_iterations);
  state["mesh_nodes"] = column(trajectory, &LedgerRow::nodes);
  Json series{{"times", trajectory.times},
              {"points", Json::array({std::move(state)})},
              {"field", !evolution.positive()}};
  series.update(plot_grid(*trajectory.space));
  const std::size_t last = trajectory.times.size() - 1;
  series["target"] = evolution.has_target()
                         ? on_plot_grid(*trajectory.space_of(last), evolution.target(trajectory, last))
                         : Json::array();
  Json result{{"name", evolution.title()},
              {"described", described(evolution)},
              {"gradient_structure", trajectory.gradient_structure},
              {"adapted", trajectory.adapted()},
              {"note_on_energy", evolution.note_on_energy()},
              {"series", std::move(series)}};
  result.update(observed);
  return result;
}

Json promise(const Evolution &evolution, const Trajectory &trajectory)
{
  const std::string broken = evolution.broken_promise(evolve_options(evolution.parameters()), trajectory);
  const std::string kept = std::string(evolution.positive() ? "positivity, " : "") +
                           (evolution.conserves_mass() ? "conserved mass, " : "") +
                           (trajectory.gradient_structure ? "energy\u2013dissipation balance, " : "");
  return {{"kept", broken.empty()},
          {"sentence",
           broken.empty()
               ? (kept.empty() ? "It promises nothing that could be measured."
                               : "Measured at every output time: " + kept.substr(0, kept.size() - 2) + ".")
               : broken}};
}
}  // namespace

Json how_it_was_computed(const Parameters &parameters, const Arguments &arguments, double seconds)
{
  std::string line = "gammaflow";
  for (const auto &word : arguments.words) line += " " + quoted(word);
  return {{"gammaflow", versions()},
          {"parameters", parameters.as_json()},
          {"computed",
           {{"command", line},
            {"date", date_now()},
            {"seconds", seconds},
            {"file", std::filesystem::path(parameters.file_name()).filename().string()},
            {"text", content_of(parameters.file_name())},
            {"changed", changed(parameters)}}}};
}

Json report_of(const Evolution &evolution, const Trajectory &trajectory, const Json &observed)
{
  const Json kept = promise(evolution, trajectory);
  return {{"kind", "evolution"},
          {"study", {{"name", evolution.title()}}},
          {"headline", kept["kept"] ? "What the evolution promises was kept."
                                    : "The evolution does not keep what it promises."},
          {"promise", kept},
          {"cases", Json::array({case_of(evolution, trajectory, observed)})}};
}

Json report_of(const CertifiedEvolution &run, double tolerance, const Json &observed)
{
  const Trajectory &trajectory = run.evolution();
  const auto evolution = make_evolution(run.parameters, trajectory.space);
  Json report = report_of(*evolution, trajectory, observed);
  Json norms = Json::object();
  for (const auto &error : run.errors) {
    Json &norm = norms[error.norm];
    norm["times"].push_back(error.time);
    norm["relative"].push_back(error.relative());
    norm["space"].push_back(error.space.value / error.scale);
    norm["in_time"].push_back(error.in_time.value / error.scale);
    norm["scale"].push_back(error.scale);
  }
  report["reference"] = {{"reached", run.reached},
                         {"why_not", run.reason},
                         {"tolerance", tolerance},
                         {"space", run.space},
                         {"in_time", run.in_time},
                         {"meshes", run.levels.size()},
                         {"tolerances", run.tolerances.size()},
                         {"errors", norms}};
  report["headline"] = run.reached
                           ? "The relative error is below " + Table::number(tolerance) + " in each norm."
                           : "The tolerance " + Table::number(tolerance) + " was not reached.";
  return report;
}

}  // namespace gammaflow
