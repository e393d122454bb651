// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/processes.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/io/field_output.h>
#include <gammaflow/io/files.h>
#include <gammaflow/io/output_directory.h>
#include <gammaflow/io/progress.h>
#include <gammaflow/io/report.h>
#include <gammaflow/io/share.h>
#include <gammaflow/io/trajectory_file.h>
#include <gammaflow/particles/particle_system.h>
#include <gammaflow/program/case_file.h>
#include <gammaflow/program/command.h>
#include <gammaflow/program/evolution_report.h>
#include <gammaflow/program/figure_files.h>
#include <gammaflow/program/observable_files.h>
#include <gammaflow/program/particle_run.h>
#include <gammaflow/program/table.h>
#include <gammaflow/spaces/make_space.h>

#include <deal.II/base/timer.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>

namespace gammaflow
{
namespace
{
namespace fs = std::filesystem;

std::string ledger_table(const Trajectory &trajectory)
{
  Table table({"time", "mass", "minimum", "energy", "int R", "int R*", "balance", "steps"});
  for (const auto &row : trajectory.ledger)
    table.add({Table::number(row.time, 4), Table::number(row.mass, 8), Table::number(row.minimum, 4),
               Table::number(row.energy, 8), Table::number(row.primal_dissipated, 6),
               Table::number(row.dual_dissipated, 6), Table::number(row.edb_residual, 2),
               std::to_string(row.steps)});
  return table.text(false);
}

const LedgerRow &least_resolved(const Trajectory &trajectory)
{
  return *std::max_element(
      trajectory.ledger.begin(), trajectory.ledger.end(),
      [](const LedgerRow &a, const LedgerRow &b) { return a.resolution < b.resolution; });
}

/// Where the elements of a mesh that stays leave more than a tenth of the range of the state between their
/// nodes: interfaces and fronts that it cannot show, and how short its cells would have to be.
std::string resolution_text(const Trajectory &trajectory, const double tolerance)
{
  constexpr double too_much = 0.1, small = 0.01;
  if (trajectory.adapted()) return "";
  const LedgerRow &worst = least_resolved(trajectory);
  const unsigned p = trajectory.space->degree();
  const double left = tolerance * std::pow(worst.resolution, p + 1);
  if (!(left > too_much)) return "";
  return "\nNOT RESOLVED: at t = " + Table::number(worst.time, 4) +
         " the state varies within cells of length " +
         Table::number(worst.resolution * worst.wanted_length, 2) + " so much that elements of degree " +
         std::to_string(p) + " leave\nabout " + Table::number(100 * std::min(left, 1.), 2) +
         " % of its range between their nodes; cells of length " +
         Table::number(worst.wanted_length * std::pow(small / tolerance, 1. / (p + 1)), 2) +
         " there would leave 1 %\n(domain/cells, mesh refinements, refine where; or section adaptivity; "
         "`gammaflow reference` refines until its error bars are met)\n";
}

/// What the meshes did, where they followed the state.
std::string adaptivity_text(const Trajectory &trajectory)
{
  if (!trajectory.adapted()) return "";
  unsigned fewest = trajectory.ledger.front().nodes, most = 0, repeated = 0;
  double mass = 0, jumps = 0;
  for (const LedgerRow &row : trajectory.ledger) {
    fewest = std::min(fewest, row.nodes);
    most = std::max(most, row.nodes);
    repeated += row.repeated;
    mass = std::max(mass, std::abs(row.transfer_mass));
    jumps += row.transfer_energy;
  }
  std::string text = "\nmeshes of " + std::to_string(fewest) + " to " + std::to_string(most) +
                     " nodes; transfers between them changed the mass by at most " + Table::number(mass, 2) +
                     " (restored)\nand the energy by " + Table::number(jumps, 2) +
                     " in all (not in the balance); " + std::to_string(repeated) +
                     " intervals were computed anew\n";
  const LedgerRow &worst = least_resolved(trajectory);
  if (worst.resolution > 1.5)
    text +=
        "NOT RESOLVED: at t = " + Table::number(worst.time, 4) + " cells are " +
        Table::number(worst.resolution, 3) +
        " times as long as adaptivity/tolerance wants; cells of length " +
        Table::number(worst.wanted_length, 2) +
        " would serve\n(a higher adaptivity/halvings, or more layers or output times where a front moves)\n";
  return text;
}

/// Where a density is below zero, which transport by elements may do to a small one.
std::string undershoot_text(const Evolution &evolution, const Trajectory &trajectory)
{
  const auto worst = std::min_element(trajectory.ledger.begin(), trajectory.ledger.end(),
                                      [](const auto &a, const auto &b) { return a.minimum < b.minimum; });
  if (!evolution.positive() || worst->minimum > 0) return "";
  return "\nNOT POSITIVE: at t = " + Table::number(worst->time, 4) + " the least density is " +
         Table::number(worst->minimum, 2) +
         ": where it is smaller than the error of the elements, they take it\nbelow zero (finer cells, or a "
         "higher degree)\n";
}

/// The finished evolution of an earlier run into the same directory, or a new one (which continues from its
/// checkpoint).
Trajectory trajectory_in(const std::string &directory, const Evolution &evolution, bool continued,
                         Progress &progress)
{
  const std::string file = (fs::path(directory) / "trajectory.h5").string();
  if (continued && on_root([&] { return int(fs::exists(file)); }) != 0) {
    progress.log("already computed: " + file);
    return read_trajectory(file, evolution.parameters(), evolution.shared_space());
  }
  EvolveOptions options = evolve_options(evolution.parameters());
  options.checkpoint = (fs::path(directory) / "checkpoint.h5").string();
  options.checkpoint_interval = evolution.parameters().number("output", "checkpoint seconds");
  const double end = options.output_times.back();
  options.progress = [&](double fraction) {
    progress.update(fraction, "t = " + Table::number(fraction * end) + " of " + Table::number(end));
  };
  Trajectory trajectory = evolution.trajectory(options);
  progress.finish();
  write_trajectory(file, trajectory,
                   {{"version", versions().dump()}, {"parameters", evolution.parameters().as_json().dump()}});
  return trajectory;
}

/// report.html and figures/, where they are asked for; returns what is said of them.
std::string write_pictures(const Evolution &evolution, const Trajectory &trajectory,
                           const nlohmann::json &observed, const Arguments &arguments, double seconds,
                           const std::string &directory)
{
  const bool page = evolution.parameters().flag("output", "report");
  if (!page && !arguments.figures) return "";
  nlohmann::json report = report_of(evolution, trajectory, observed);
  std::string said;
  if (page) {
    report.update(how_it_was_computed(evolution.parameters(), arguments, seconds));
    const std::string path = (fs::path(directory) / "report.html").string();
    write_report(report, path);
    said = "\nreport:      " + path;
  }
  if (arguments.figures) said += "\nfigures:     " + write_figures_of(report, directory);
  return said;
}

int run(const Arguments &arguments)
{
  const dealii::Timer timer;
  const Parameters parameters = read_parameters(arguments.operands[0], arguments);
  if (describes_particles(parameters)) {
    if (arguments.figures)
      throw InputError("gammaflow run: --figures", "", "there are none of particles", "without --figures");
    return run_particles(parameters, arguments);
  }
  const std::string directory = output_directory(parameters, arguments);
  if (parameters.flag("output", "report")) plotly_bundle();  // asked for before anything is computed
  Progress progress(arguments.quiet);
  const auto evolution = make_evolution(parameters, make_space(parameters));
  check_evolution(*evolution);
  evolution->foresee();
  check_case_can_be_written(parameters);
  const bool continued = claim_directory(directory, "run", parameters, arguments.existing);
  write_case(parameters, directory);
  for (const auto &line : evolution->description()) progress.log(line);
  if (describes_study(parameters))
    progress.log("note: the file also describes a study; what runs here is the one flow of its own sections");
  for (const auto &note : unread_notes(parameters)) progress.log(note);

  const Trajectory trajectory = trajectory_in(directory, *evolution, continued, progress);
  write_file((fs::path(directory) / "ledger.csv").string(), ledger_csv(trajectory.ledger));
  TargetOfMoment target;
  if (evolution->has_target()) target = [&](std::size_t k) { return evolution->target(trajectory, k); };
  write_fields(trajectory, target, directory);
  const auto observed = write_observables(directory, *evolution, trajectory);
  const std::string pictures =
      write_pictures(*evolution, trajectory, observed, arguments, timer.wall_time(), directory);
  const std::string note = evolution->note_on_energy();
  if (!arguments.quiet)
    std::cout << '\n'
              << ledger_table(trajectory) << adaptivity_text(trajectory)
              << resolution_text(trajectory, parameters.number("adaptivity", "tolerance"))
              << undershoot_text(*evolution, trajectory) << (note.empty() ? "" : "\nenergy: " + note + "\n")
              << "\nledger:      " << (fs::path(directory) / "ledger.csv").string() << pictures
              << "\ntrajectory:  " << (fs::path(directory) / "trajectory.h5").string()
              << "\nfields:      " << (fs::path(directory) / "fields.pvd").string() << " (for ParaView)\n";
  const std::string broken = evolution->broken_promise(evolve_options(parameters), trajectory);
  if (broken.empty()) return exit_done;
  if (is_root()) std::cerr << "error: the flow does not keep what it promises: " << broken << std::endl;
  return exit_numerical_failure;
}
}  // namespace

Command run_command()
{
  return {
      "run",
      "FILE",
      "computes one flow, a geodesic, or particles",
      "Integrates one flow, or computes the geodesic of section `geodesic`, and measures what it promises: "
      "mass, minimum,\n"
      "energy, both dissipations and the residual of the energy-dissipation balance at every output time. "
      "Writes\n"
      "trajectory.h5 (HDF5), ledger.csv, report.html, manifest.json and fields for ParaView into the output "
      "directory. "
      "Run "
      "again\n"
      "after an interruption, it continues. With a section `particles`, moves particles instead and "
      "writes\n"
      "particles.h5.\n\n"
      "  gammaflow template flow > flow.prm\n"
      "  gammaflow run flow.prm --set \"time/end = 2\" --output results/flow\n",
      Command::set + Command::output + Command::overwrite + Command::threads + Command::figures +
          Command::quiet,
      1,
      1,
      true,
      run,
      true};
}

}  // namespace gammaflow
