// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_seal.h>
#include <gammaflow/io/files.h>
#include <gammaflow/parameters/input_files.h>
#include <gammaflow/program/reference_files.h>
#include <gammaflow/program/table.h>
#include <gammaflow/study/references/stored_evolution.h>

#include <cmath>

namespace gammaflow
{
namespace
{
std::string how(const NormError &error)
{
  const auto word = [](const ErrorEstimate &estimate) {
    return estimate.confirmed ? "observed order confirmed" : "order not confirmed";
  };
  return std::string("space: ") + word(error.space) + "; time: " + word(error.in_time);
}
}  // namespace

std::string errors_csv(const CertifiedEvolution &run)
{
  std::string text =
      "time,norm,norm of the state,error from space,order in space,error from time,power of the time "
      "tolerance,error bar,relative error,how\n";
  for (const auto &e : run.errors)
    text += Table::number(e.time, 12) + "," + e.norm + "," + Table::number(e.scale, 12) + "," +
            Table::number(e.space.value, 4) + "," + Table::number(-std::log2(e.space.contraction)) + "," +
            Table::number(e.in_time.value, 4) + "," + Table::number(-std::log10(e.in_time.contraction)) +
            "," + Table::number(e.bar(), 4) + "," + Table::number(e.relative(), 4) + "," + how(e) + "\n";
  return text;
}

nlohmann::json reference_json(const CertifiedEvolution &run, double tolerance)
{
  const auto &space = *run.evolution().space;
  auto errors = nlohmann::json::array();
  for (const auto &e : run.errors)
    errors.push_back({{"norm", e.norm}, {"time", e.time}, {"bar", e.bar()}, {"relative", e.relative()}});
  return sealed_json(
      {{"format", reference_format},
       {"tolerance", tolerance},
       {"reached", run.reached},
       {"why not", run.reason},
       {"known until", run.known_until},
       {"relative error", {{"space", run.space}, {"time", run.in_time}}},
       {"method", "Richardson extrapolation with observed contraction from " +
                      std::to_string(run.levels.size()) + " meshes and " +
                      std::to_string(run.tolerances.size()) + " time tolerances"},
       {"space", {{"description", space.description()}, {"nodes", run.cost.nodes}, {"degree", run.degree()}}},
       {"cost",
        {{"seconds", run.cost.seconds},
         {"seconds with all refinements", run.cost.total_seconds},
         {"peak memory in MiB", run.cost.memory},
         {"steps", run.cost.steps},
         {"rejected steps", run.cost.rejected},
         {"solver iterations", run.cost.solver_iterations}}},
       {"errors", errors},
       {"files", all_files_as_json(run.parameters)},
       {"versions", versions()},
       {"parameters", run.parameters.as_json()}});
}

}  // namespace gammaflow
