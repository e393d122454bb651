#include <gammaflow/core/flow.h>
#include <gammaflow/core/processes.h>
#include <gammaflow/geodesics/geodesic.h>
#include <gammaflow/io/field_output.h>
#include <gammaflow/io/files.h>
#include <gammaflow/io/progress.h>
#include <gammaflow/io/trajectory_file.h>
#include <gammaflow/program/case_file.h>
#include <gammaflow/program/command.h>
#include <gammaflow/program/flow_description.h>
#include <gammaflow/program/observable_files.h>
#include <gammaflow/program/table.h>
#include <gammaflow/time/adaptivity.h>
#include <gammaflow/time/evolve.h>

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

/// The finished evolution of an earlier run into the same directory, or a new one (which continues from its
/// checkpoint).
Trajectory evolution_in(const std::string &directory, const Flow &flow, bool continued, Progress &progress)
{
  const std::string file = (fs::path(directory) / "trajectory.h5").string();
  if (continued && on_root([&] { return int(fs::exists(file)); }) != 0) {
    progress.log("already computed: " + file);
    return read_trajectory(file, flow);
  }
  EvolveOptions options = evolve_options(flow.parameters());
  options.checkpoint = (fs::path(directory) / "checkpoint.h5").string();
  options.checkpoint_interval = flow.parameters().number("output", "checkpoint seconds");
  const double end = options.output_times.back();
  options.progress = [&](double fraction) {
    progress.update(fraction, "t = " + Table::number(fraction * end) + " of " + Table::number(end));
  };
  Trajectory trajectory = evolve(flow, options);
  progress.finish();
  write_trajectory(file, trajectory,
                   {{"version", versions().dump()}, {"parameters", flow.parameters().as_json().dump()}});
  return trajectory;
}

int run_geodesic(const Parameters &parameters, const std::string &directory, const Arguments &arguments,
                 Progress &progress)
{
  if (number_of_processes() > 1)
    throw InputError(arguments.operands[0], "", "describes a geodesic, which one process computes",
                     "the parameters of a flow, or one process");
  progress.log("geodesic: " + parameters.text("geodesic", "geometry") + ", " +
               parameters.text("geodesic", "method"));
  const Trajectory trajectory =
      geodesic_trajectory(parameters);  // before the directory is claimed: it may refuse
  claim_directory(directory, "run", parameters);
  write_case(parameters, directory);
  write_trajectory((fs::path(directory) / "trajectory.h5").string(), trajectory,
                   {{"version", versions().dump()}, {"parameters", parameters.as_json().dump()}});
  write_file((fs::path(directory) / "ledger.csv").string(), ledger_csv(trajectory.ledger));
  write_fields(trajectory, trajectory.states.back(), directory);
  if (!arguments.quiet)
    std::cout << '\n'
              << ledger_table(trajectory) << "\nenergy: 1/2 of the squared speed of the curve\nledger:      "
              << (fs::path(directory) / "ledger.csv").string() << '\n';
  return exit_done;
}

int run(const Arguments &arguments)
{
  const Parameters parameters = read_parameters(arguments.operands[0], arguments);
  const std::string directory = output_directory(parameters, arguments);
  Progress progress(arguments.quiet);
  if (describes_geodesic(parameters)) return run_geodesic(parameters, directory, arguments, progress);
  const auto space = make_space(parameters);
  const Flow flow = Flow::build(parameters, space);
  check_flow(flow);
  const bool continued = claim_directory(directory, "run", parameters);
  for (const auto &line : describe(flow)) progress.log(line);
  if (describes_study(parameters))
    progress.log("note: the file also describes a study; what runs here is the one flow of its own sections");

  const Trajectory trajectory = evolution_in(directory, flow, continued, progress);
  write_case(parameters, directory);
  write_file((fs::path(directory) / "ledger.csv").string(), ledger_csv(trajectory.ledger));
  write_fields(
      trajectory, [&](std::size_t k) { return target_at(flow, trajectory, k); }, directory);
  write_observables(directory, flow, trajectory);
  if (!arguments.quiet)
    std::cout << '\n'
              << ledger_table(trajectory) << adaptivity_text(trajectory)
              << resolution_text(trajectory, parameters.number("adaptivity", "tolerance"))
              << "\nledger:      " << (fs::path(directory) / "ledger.csv").string()
              << "\ntrajectory:  " << (fs::path(directory) / "trajectory.h5").string()
              << "\nfields:      " << (fs::path(directory) / "fields.pvd").string() << " (for ParaView)\n";
  return exit_done;
}
}  // namespace

Command run_command()
{
  return {
      "run",
      "FILE",
      "computes one flow",
      "Integrates one flow and measures what it promises: mass, minimum, energy, both dissipations and the "
      "residual\n"
      "of the energy-dissipation balance at every output time. Writes trajectory.h5 (HDF5), ledger.csv, "
      "manifest.json\n"
      "and fields for ParaView into the output directory. Run again after an interruption, it continues.\n\n"
      "  gammaflow template flow > flow.prm\n"
      "  gammaflow run flow.prm --set \"time/end = 2\" --output results/flow\n",
      Command::set + Command::output + Command::threads + Command::quiet,
      1,
      1,
      true,
      run,
      true};
}

}  // namespace gammaflow
