// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/processes.h>
#include <gammaflow/io/files.h>
#include <gammaflow/particles/particle_checkpoint.h>
#include <gammaflow/particles/particle_file.h>
#include <gammaflow/particles/particle_page.h>
#include <gammaflow/program/case_file.h>
#include <gammaflow/program/particle_run.h>
#include <gammaflow/program/table.h>

#include <filesystem>
#include <iostream>

namespace gammaflow
{
namespace
{
namespace fs = std::filesystem;

std::string ledger_table(const ParticleTrajectory &trajectory)
{
  const unsigned dim = trajectory.states.front().dim();
  std::vector<std::string> header = {"time"};
  for (const std::string name : {"mean", "var"})
    for (unsigned d = 0; d < dim; ++d) header.push_back(name + " " + "xyz"[d]);
  for (const std::string name : {"energy", "speed", "least N w", "outside", "steps"}) header.push_back(name);
  Table table(header);
  for (const ParticleLedgerRow &row : trajectory.ledger) {
    std::vector<std::string> cells = {Table::number(row.time, 4)};
    for (unsigned d = 0; d < dim; ++d) cells.push_back(Table::number(row.mean[d], 6));
    for (unsigned d = 0; d < dim; ++d) cells.push_back(Table::number(row.variance[d], 6));
    for (const double value : {row.energy, row.speed, row.least_weight})
      cells.push_back(Table::number(value, 6));
    cells.push_back(std::to_string(row.outside));
    cells.push_back(std::to_string(row.steps));
    table.add(cells);
  }
  return table.text(false);
}

ParticleTrajectory trajectory_in(const std::string &file, const ParticleSystem &system, bool continued,
                                 Progress &progress)
{
  std::error_code error;
  if (continued && fs::exists(file, error)) {
    progress.log("already computed: " + file);
    return read_particles(file);
  }
  const double end = system.parameters().number("time", "end");
  ParticleCheckpoint checkpoint((fs::path(file).parent_path() / "checkpoint.h5").string(),
                                system.parameters().number("output", "checkpoint seconds"),
                                system.parameters());
  ParticleTrajectory trajectory = system.trajectory(
      [&](double fraction) {
        progress.update(fraction, "t = " + Table::number(fraction * end) + " of " + Table::number(end));
      },
      &checkpoint);
  progress.finish();
  write_particles(file, trajectory,
                  {{"version", versions().dump()}, {"parameters", system.parameters().as_json().dump()}});
  return trajectory;
}
}  // namespace

int run_particles(const Parameters &parameters, const Arguments &arguments)
{
  if (number_of_processes() > 1)
    throw InputError("mpirun", std::to_string(number_of_processes()) + " processes",
                     "particles run as one process", "one process, --threads N for its threads");
  const std::string directory = output_directory(parameters, arguments);
  Progress progress(arguments.quiet);
  const ParticleSystem system = ParticleSystem::build(parameters);
  check_case_can_be_written(parameters);
  const bool continued = claim_directory(directory, "run", parameters, arguments.existing);
  write_case(parameters, directory);
  for (const auto &line : system.description()) progress.log(line);
  for (const auto &note : unread_notes(parameters)) progress.log(note);
  const std::string file = (fs::path(directory) / "particles.h5").string(),
                    ledger = (fs::path(directory) / "ledger.csv").string();
  const ParticleTrajectory trajectory = trajectory_in(file, system, continued, progress);
  write_file(ledger, particle_ledger_csv(trajectory));
  const std::string page = (fs::path(directory) / "report.html").string(),
                    arrays = (fs::path(directory) / "particles.npz").string();
  const bool as_arrays = write_particles_npz(arrays, trajectory);
  const bool report = parameters.flag("output", "report");
  if (report)
    write_file(page, particle_page(system, trajectory, fs::path(parameters.file_name()).stem().string()));
  if (!arguments.quiet)
    std::cout << '\n'
              << ledger_table(trajectory) << "\nledger:      " << ledger << "\nparticles:   " << file << '\n'
              << (as_arrays ? "for NumPy:   " + arrays + "\n" : "")
              << (report ? "report:      " + page + "\n" : "");
  return exit_done;
}

std::vector<std::string> validate_particles(const Parameters &parameters)
{
  const ParticleSystem system = ParticleSystem::build(parameters);
  std::vector<std::string> lines = system.description();
  lines.push_back("memory:   " + Table::number(system.memory() / 1048576., 2) + " MiB");
  return lines;
}

}  // namespace gammaflow
