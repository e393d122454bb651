// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/processes.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/io/files.h>
#include <gammaflow/io/output_directory.h>
#include <gammaflow/io/report.h>
#include <gammaflow/io/share.h>
#include <gammaflow/io/trajectory_file.h>
#include <gammaflow/particles/particle_system.h>
#include <gammaflow/program/any_study.h>
#include <gammaflow/program/case_file.h>
#include <gammaflow/program/command.h>
#include <gammaflow/program/evolution_report.h>
#include <gammaflow/program/expectations.h>
#include <gammaflow/program/figure_files.h>
#include <gammaflow/program/observable_files.h>
#include <gammaflow/program/reference_files.h>
#include <gammaflow/program/scratch_directory.h>
#include <gammaflow/program/study_exit.h>
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

/// How PROVENANCE.md begins and ends.
std::string provenance(const std::string &title, const std::string &file, const std::string &body)
{
  const auto known = versions();
  return "# " + title + "\n\nComputed by `gammaflow reference " + fs::path(file).filename().string() +
         "`, version " + known["version"].get<std::string>() + " (" + known["revision"].get<std::string>() +
         "), deal.II " + known["deal.II"].get<std::string>() + ", " + known["compiler"].get<std::string>() +
         ".\n\n" + body +
         "\n`gammaflow check` computes `case.prm` (or the shipped study of this name) again and compares "
         "every line of\n"
         "`expected.csv`: it passes if |found - value| <= abs_tol + rel_tol |value|. `abs_tol` is the error "
         "bar of the\n"
         "value, `rel_tol` allows for round-off.\n";
}

/// What a reference of an evolution stores beside its case: everything that it is known by.
void store_evolution(const CertifiedEvolution &run, const Arguments &arguments, const std::string &file,
                     const std::string &directory, const CertificationMonitor &monitor)
{
  const double tolerance = arguments.tolerance;
  const Trajectory &evolution = run.evolution();
  const Expectations expected = expectations_of(run, monitor);
  std::string body;
  for (const auto &line : make_evolution(run.parameters, evolution.space)->description())
    body += "    " + line + "\n";
  body +=
      (run.reached ? "\nThe relative error is below " + Table::number(tolerance) +
                         " in each norm at every output time: at most "
                   : "\nThe tolerance " + Table::number(tolerance) + " was NOT REACHED (" + run.reason +
                         "). The relative error of each norm at every output time" +
                         (std::isfinite(run.known_until) ? " up to t = " + Table::number(run.known_until, 6)
                                                         : std::string()) +
                         " is at most ") +
      Table::number(run.space, 2) + " from\nspace and " + Table::number(run.in_time, 2) +
      " from time, estimated by Richardson extrapolation with observed orders from " +
      std::to_string(run.levels.size()) + " meshes and\n" + std::to_string(run.tolerances.size()) +
      " time tolerances (`errors.csv`, doc/error-budget.md). It took " + Table::number(run.cost.seconds) +
      " s, with all refinements\n" + Table::number(run.cost.total_seconds) + " s and " +
      Table::number(run.cost.memory) + " MiB: " + std::to_string(run.cost.nodes) + " nodes, " +
      std::to_string(run.cost.steps) + " steps.\n" +
      (expected.closed_form.empty()
           ? std::string() +
                 "The expected values are those of this evolution; their error bars come from the same "
                 "comparison.\n" +
                 (expected.refusal.empty() ? "" : "No closed form was looked at: " + expected.refusal + "\n")
           : "The expected values are those of the closed form (" + expected.closed_form + ")" +
                 (expected.exact_on_mesh ? ", which is exact on this mesh:\nwhat is compared is the error of "
                                           "time integration alone.\n"
                                         : ".\n"));
  const fs::path to = directory;
  // What `check` and `evaluate` ask for first goes first and comes last: a kill leaves no mixture of two.
  on_root([&] {
    std::error_code error;
    for (const char *name : {"expected.csv", "evolution.h5"}) fs::remove(to / name, error);
    return 0;
  });
  write_case(run.parameters, directory);
  const std::string errors = errors_csv(run);
  write_file((to / "errors.csv").string(), errors);
  write_file((to / "ledger.csv").string(), ledger_csv(evolution.ledger));
  const auto observed = write_observables(directory, run, monitor);
  const bool page = run.parameters.flag("output", "report");
  if (page || arguments.figures) {
    auto report = report_of(run, tolerance, observed);
    report.update(how_it_was_computed(run.parameters, arguments, run.cost.total_seconds));
    if (page) write_report(report, (to / "report.html").string());
    if (arguments.figures) write_figures_of(report, directory);
  }
  write_json((to / "reference.json").string(), reference_json(run, tolerance));
  write_file((to / "PROVENANCE.md").string(), provenance(to.filename().string(), file, body));
  write_trajectory(
      (to / "evolution.h5").string(), evolution,
      {{"version", versions().dump()}, {"parameters", run.parameters.as_json().dump()}, {"errors", errors}});
  write_file((to / "expected.csv").string(), expected_csv(expected.entries));
}

/// Where space is what is left: the observed order, and how much finer than the finest mesh it has to be,
/// error (h'/h)^order = tolerance.
std::string what_is_missing(const NormError &error, double tolerance)
{
  const double space = error.space.value / error.scale, contraction = error.space.contraction;
  if (space <= tolerance || !(contraction > 0 && contraction < 1)) return "";
  const double order = -std::log2(contraction), smaller = std::pow(space / tolerance, 1 / order);
  return "; order " + Table::number(order, 2) + " in space: " +
         (smaller < 1e4 ? "needs cells " + Table::number(smaller, 2) + " times smaller, or leave"
                        : "out of reach of any mesh; leave") +
         " this norm out of reference/norms";
}

/// A reference that ended before there was any error bar; what is to be said has been said.
struct NothingKnown {
};

/// False, with what was reached on the error stream, if the tolerance was not.
bool reference_of_evolution(const Parameters &parameters, const std::string &directory,
                            const Arguments &arguments, Progress &progress)
{
  const double tolerance = arguments.tolerance;
  CertificationMonitor monitor;
  monitor.log = [&](const std::string &line) { progress.log(line); };
  monitor.progress = [&](double fraction, const std::string &what) { progress.update(fraction, what); };
  const dealii::Timer timer;
  monitor.over = [&timer, limit = parameters.number("reference", "seconds")] {
    return on_root([&] { return timer.wall_time() > limit ? 1 : 0; }) != 0;
  };
  const auto files = all_files_as_json(parameters);
  const CertifiedEvolution run = certified_evolution(parameters, tolerance, monitor);
  require_same_input(files, input_files(parameters));  // each refinement reads them again
  const bool known = std::isfinite(run.space + run.in_time);
  if (run.reached || known) store_evolution(run, arguments, parameters.file_name(), directory, monitor);
  progress.finish();
  if (run.reached) return true;
  std::cerr << "error: the relative error " << Table::number(tolerance) << " was not reached: " << run.reason
            << "; reached " << (std::isinf(run.space) ? "an unknown error" : Table::number(run.space, 2))
            << " (space) and " << Table::number(run.in_time, 2) << " (time) with " << run.cost.nodes
            << " nodes of degree " << run.degree() << " and " << run.cost.steps << " steps in "
            << Table::number(run.cost.total_seconds) << " s\n";
  if (std::isinf(run.space))
    std::cerr << "  no coarser mesh, against which errors from space are estimated, let it be computed: "
                 "finer cells to begin with may help\n";
  for (const auto &error : run.errors)
    if (std::isfinite(error.relative()))
      std::cerr << "  t = " << Table::number(error.time, 6) << ", " << error.norm << ": "
                << Table::number(error.relative()) << what_is_missing(error, tolerance) << "\n";
    else if (error.time > run.known_until)
      std::cerr << "  t = " << Table::number(error.time, 6) << ", " << error.norm << ": not known\n";
  std::cerr << (known ? "stored with these error bars, and with 'reached: false' in reference.json: " +
                            directory
                      : "nothing was stored")
            << std::endl;
  if (!known) throw NothingKnown();
  return false;
}

/// True if the study behaves as it expects; only then is it stored.
ExitCode store_study(const Parameters &parameters, const std::string &directory, Progress &progress)
{
  const ScratchDirectory scratch("reference");
  const auto study = run_any_study(parameters, scratch.path() + "/study", study_monitor(progress));
  progress.finish();
  if (!study.at("complete").get<bool>())
    throw NumericalFailure("a point of the study could not be solved; nothing was stored");
  if (const ExitCode code = exit_code_of(study); code != exit_done) return code;
  std::vector<Expected> expected;
  for (const auto &quantity : quantities_of(study)) {
    Expected entry;
    entry.quantity = quantity;
    entry.origin = "refined here";
    // an error bar of zero is one below the last digit; one as large as the value tells nothing
    entry.rel_tol = quantity.word.empty() ? 1e-6 : 0;
    if (quantity.word.empty() && (!(quantity.abs_tol < std::abs(quantity.value)) || quantity.value == 0))
      continue;
    expected.push_back(entry);
  }
  const fs::path to = directory, file = parameters.file_name();
  std::error_code error;
  const bool shipped = fs::equivalent(
      file, fs::path(share_directory()) / "studies" / (to.filename().string() + ".prm"), error);
  if (!shipped) write_case(parameters, directory);
  write_file(
      (to / "PROVENANCE.md").string(),
      provenance(to.filename().string(), parameters.file_name(),
                 parameters.text("study", "description") + "\n\nVerdicts are compared as they stand; orders "
                                                           "within the uncertainty of their fit; distances "
                                                           "within their error bar.\n"));
  write_file((to / "expected.csv").string(), expected_csv(expected));
  return exit_done;
}

/// Takes a directory away that a failed reference has claimed: nothing half-written is left behind.
class Withdrawal
{
 public:
  explicit Withdrawal(const fs::path &directory)
  {
    // from the directory up to the first that is there already
    for (fs::path p = fs::absolute(directory).lexically_normal(); !p.empty() && !fs::exists(p);
         p = p.parent_path())
      new_.push_back(p);
  }
  void now() const
  {
    std::error_code error;
    if (new_.empty()) return;
    for (const auto &entry : fs::directory_iterator(new_.front(), error))
      if (entry.path().filename() != "data" && entry.path().filename() != "manifest.json")
        return;  // something was stored: only with its manifest can it be gone on from
    for (const char *own : {"data", "manifest.json"}) fs::remove_all(new_.front() / own, error);
    for (const auto &directory : new_) fs::remove(directory, error);  // not if something is in it
  }

 private:
  std::vector<fs::path> new_;
};

int reference(const Arguments &arguments)
{
  const Parameters parameters = read_parameters(arguments.operands[0], arguments);
  const bool study = describes_study(parameters);
  if (!study && describes_particles(parameters))
    parameters.reject("particles", "dynamics",
                      "a reference is a flow of densities, and the file asks for particles",
                      "none; `gammaflow run` moves particles");
  const std::string directory = output_directory(parameters, arguments);
  if (study && arguments.figures)
    throw InputError("gammaflow reference: --figures", "", "there are none of the reference of a study",
                     "gammaflow study --figures");
  if (!study && parameters.flag("output", "report"))
    plotly_bundle();  // asked for before anything is computed
  if (study && number_of_processes() > 1)
    throw InputError(arguments.operands[0], "", "describes a study, which runs as one process",
                     "the parameters of one flow, or one process");
  if (study)
    validate_any_study(parameters);
  else {
    const auto evolution = make_evolution(parameters, make_space(parameters));
    check_evolution(*evolution);
    certification_norms(*evolution);
  }
  const Withdrawal withdrawal(directory);
  check_case_can_be_written(parameters);
  claim_directory(directory, "reference", parameters, arguments.existing);
  if (!study) store_input_files(parameters, directory);
  Progress progress(arguments.quiet);
  for (const auto &note : unread_notes(parameters)) progress.log(note);
  try {
    if (!study) {
      if (!reference_of_evolution(parameters, directory, arguments, progress)) return exit_numerical_failure;
    } else if (const ExitCode code = store_study(parameters, directory, progress); code != exit_done) {
      std::cerr << "error: the study does not come out as it expects itself to; nothing was stored"
                << std::endl;
      withdrawal.now();
      return code;
    }
  } catch (const NothingKnown &) {
    withdrawal.now();
    return exit_numerical_failure;
  } catch (...) {
    withdrawal.now();
    throw;
  }
  progress.log("stored: " + directory);
  return exit_done;
}
}  // namespace

Command reference_command()
{
  return {"reference",
          "FILE",
          "computes an evolution with error bars and stores it, for `check` and for others",
          "Computes one flow or geodesic, refining mesh, degree and time steps until the estimated relative "
          "error in the "
          "norms of\n"
          "reference/norms is below the tolerance at every output time, and stores case.prm, expected.csv, "
          "errors.csv\n"
          "(error bars), ledger.csv (mass, energy, dissipations, balance), reference.json (cost, orders, "
          "versions,\n"
          "parameters), evolution.h5 (all states, HDF5) and PROVENANCE.md. Where memory/limit or "
          "reference/seconds do\n"
          "not suffice, it says what it reached, stores that with its larger error bars, and ends with exit "
          "code 3. "
          "Of a study it stores the\n"
          "verdicts, the orders and the distances with their bars.\n\n"
          "  gammaflow template flow > flow.prm\n"
          "  gammaflow reference flow.prm --tolerance 1e-8 --output my_reference\n"
          "  gammaflow check my_reference\n",
          Command::set + Command::output + Command::overwrite + Command::threads + Command::tolerance +
              Command::figures + Command::quiet,
          1,
          1,
          true,
          reference,
          true};
}

}  // namespace gammaflow
