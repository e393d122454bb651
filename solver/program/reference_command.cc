#include <gammaflow/core/processes.h>
#include <gammaflow/io/files.h>
#include <gammaflow/io/share.h>
#include <gammaflow/io/trajectory_file.h>
#include <gammaflow/program/case_file.h>
#include <gammaflow/program/command.h>
#include <gammaflow/program/flow_description.h>
#include <gammaflow/program/reference_flow.h>
#include <gammaflow/program/scratch_directory.h>
#include <gammaflow/program/table.h>

#include <algorithm>
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

std::string errors_csv(const std::vector<NormError> &errors)
{
  std::string text = "time,norm,norm of the state,error from space,error from time,relative error\n";
  for (const auto &e : errors)
    text += Table::number(e.time, 12) + "," + e.norm + "," + Table::number(e.norm_of_state, 12) + "," +
            Table::number(e.space, 4) + "," + Table::number(e.in_time, 4) + "," +
            Table::number(e.relative(), 4) + "\n";
  return text;
}

void store_flow(const Parameters &parameters, const std::string &directory, double tolerance,
                Progress &progress)
{
  const ReferenceFlow reference = compute_reference(parameters, tolerance, progress);
  progress.finish();
  const Trajectory &trajectory = *reference.run.fine;
  double worst = 0;
  for (const auto &error : reference.errors) worst = std::max(worst, error.relative());

  std::string body;
  for (const auto &line : describe(Flow::build(reference.parameters, trajectory.space)))
    body += "    " + line + "\n";
  body += "\nThe relative error in L1, L2 and Linf is at most " + Table::number(worst, 2) +
          " at every output time (`errors.csv`),\nestimated against the next coarser mesh and against ten "
          "times the "
          "tolerance of the time integrator.\n" +
          (reference.closed_form.empty()
               ? "The expected values are those of this evolution; their error bars come from the same "
                 "comparison.\n"
               : "The expected values are those of the closed form (" + reference.closed_form +
                     "), which is exact on this mesh:\nwhat is compared is the error of time integration "
                     "alone.\n");
  const fs::path to = directory;
  write_case(reference.parameters, directory);
  write_trajectory((to / "evolution.h5").string(), trajectory,
                   {{"version", versions().dump()}, {"parameters", reference.parameters.as_json().dump()}});
  write_file((to / "errors.csv").string(), errors_csv(reference.errors));
  write_file((to / "PROVENANCE.md").string(),
             provenance(to.filename().string(), parameters.file_name(), body));
  write_file((to / "expected.csv").string(), expected_csv(reference.expected));
}

/// True if the study behaves as it expects; only then is it stored.
bool store_study(const Parameters &parameters, const std::string &directory, Progress &progress)
{
  const ScratchDirectory scratch("reference");
  const auto study = run_study(parameters, scratch.path() + "/study", study_monitor(progress));
  progress.finish();
  if (!study.at("as_expected").get<bool>()) return false;
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
  return true;
}

int reference(const Arguments &arguments)
{
  const Parameters parameters = read_parameters(arguments.operands[0], arguments);
  const std::string directory = output_directory(parameters, arguments);
  const bool study = describes_study(parameters);
  if (study && number_of_processes() > 1)
    throw InputError(arguments.operands[0], "", "describes a study, which runs as one process",
                     "the parameters of one flow, or one process");
  if (study)
    validate_study(parameters);
  else
    describe(Flow::build(parameters, make_space(parameters)));
  claim_directory(directory, "reference", parameters);
  Progress progress(arguments.quiet);
  if (!study)
    store_flow(parameters, directory, arguments.tolerance, progress);
  else if (!store_study(parameters, directory, progress)) {
    std::cerr << "error: the study does not come out as it expects itself to; nothing was stored"
              << std::endl;
    return exit_not_confirmed;
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
          "Computes one flow, refining mesh and time steps until the estimated relative error in L1, L2 and "
          "Linf is below\n"
          "the tolerance at every output time, and stores case.prm, expected.csv, errors.csv, evolution.h5 "
          "(all states,\n"
          "HDF5) and PROVENANCE.md. Of a study it stores the verdicts, the orders and the distances with "
          "their bars.\n\n"
          "  gammaflow template flow > flow.prm\n"
          "  gammaflow reference flow.prm --tolerance 1e-8 --output my_reference\n"
          "  gammaflow check my_reference\n",
          Command::set + Command::output + Command::threads + Command::tolerance + Command::quiet,
          1,
          1,
          true,
          reference,
          true};
}

}  // namespace gammaflow
