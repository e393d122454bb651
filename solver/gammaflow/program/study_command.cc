// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/io/files.h>
#include <gammaflow/io/progress.h>
#include <gammaflow/io/report.h>
#include <gammaflow/io/share.h>
#include <gammaflow/program/any_study.h>
#include <gammaflow/program/command.h>
#include <gammaflow/program/evolution_report.h>
#include <gammaflow/program/failed_point.h>
#include <gammaflow/program/figure_files.h>
#include <gammaflow/program/methods.h>
#include <gammaflow/program/study_exit.h>
#include <gammaflow/program/table.h>
#include <gammaflow/study/ensembles/ensemble_page.h>
#include <gammaflow/study/ensembles/ensemble_plan.h>
#include <gammaflow/study/study.h>

#include <deal.II/base/timer.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <iostream>
#include <limits>
#include <unistd.h>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

std::string text_in(const Json &object, const char *key)
{
  return object.contains(key) && object[key].is_string() ? object[key].get<std::string>() : "";
}

/// "[0.97, 1.01]", or "-", or that the range does not show it.
std::string interval_in(const Json &claim)
{
  if (!claim.contains("order_statement") || !claim["order_statement"].is_object()) return "-";
  const double low = number_in(claim["order_statement"], "low"),
               high = number_in(claim["order_statement"], "high");
  if (!claim["order_statement"].value("shown", true)) return "not shown";
  return low == low ? "[" + Table::number(low) + ", " + Table::number(high) + "]" : "-";
}

std::string verdict_in(const Json &claim, const char *statement)
{
  return claim.contains(statement) && claim[statement].is_object() ? text_in(claim[statement], "verdict")
                                                                   : "-";
}

void print_verdicts(const Json &study)
{
  Table table({"case", "claim", "verdict", "limit", "order", "interval", "predicted"});
  for (const auto &entry : study.at("cases")) {
    std::string name = text_in(entry, "name");
    for (const auto &claim : entry.at("claims")) {
      table.add({name, std::to_string(claim.at("claim").get<int>()) + " " + text_in(claim, "name"),
                 text_in(claim, "verdict"), verdict_in(claim, "limit_statement"),
                 verdict_in(claim, "order_statement"), interval_in(claim),
                 Table::number(number_in(claim, "predicted_order"))});
      name.clear();
    }
    const std::string expected = text_in(entry, "expected");
    table.add({"", "= the case", text_in(entry, "verdict"),
               entry.at("as_expected").get<bool>() ? "as expected" : "expected: " + expected});
  }
  std::cout << '\n' << table.text(Progress::colours(STDOUT_FILENO)) << '\n';
}

/// On standard error, so that it is seen with --quiet too.
void print_failures(const Json &study)
{
  for (const auto &entry : study.at("cases"))
    for (const auto &point : entry.at("failed_points"))
      std::cerr << "error: numerical failure: " << place_of_failure(entry, point) << ": "
                << text_in(point, "failure") << std::endl;
}

int study(const Arguments &arguments)
{
  const dealii::Timer timer;
  const Parameters parameters = read_parameters(arguments.operands[0], arguments);
  if (arguments.figures && describes_particle_study(parameters))
    throw InputError("gammaflow study: --figures", "", "there are none of particles", "without --figures");
  const std::string directory = output_directory(parameters, arguments);
  const bool report = parameters.flag("output", "report");
  if (report) plotly_bundle();  // asked for before anything is computed

  Progress progress(arguments.quiet);
  const Json result = run_any_study(parameters, directory, study_monitor(progress), arguments.existing);
  progress.finish();
  for (const auto &note : unread_notes(parameters)) progress.log(note);
  const std::string page = (std::filesystem::path(directory) / "report.html").string();
  const bool particles = is_of_particles(result);
  if (report && particles) write_file(page, ensemble_page(result));
  if (report && !particles) {
    Json shown = result;
    for (auto &entry : shown["cases"])
      entry["methods"] = {{"text", methods_text(result, entry)}, {"latex", methods_latex(result, entry)}};
    shown.update(how_it_was_computed(parameters, arguments, timer.wall_time()));
    write_report(shown, page);
  }

  const std::string figures = arguments.figures ? write_figures_of(result, directory) : "";

  const bool as_expected = result.at("as_expected").get<bool>();
  if (!arguments.quiet) {
    particles ? print_particle_verdicts(result) : print_verdicts(result);
    std::cout << "the study as a whole: " << text_in(result, "verdict") << ", "
              << (as_expected ? "as expected" : "which is not what the study expects") << '\n'
              << "certificate: " << (std::filesystem::path(directory) / "certificate.json").string() << '\n';
    if (report) std::cout << "report:      " << page << '\n';
    if (!figures.empty()) std::cout << "figures:     " << figures << '\n';
  }
  print_failures(result);
  return exit_code_of(result);
}
}  // namespace

StudyMonitor study_monitor(Progress &progress)
{
  StudyMonitor monitor;
  monitor.log = [&progress](const std::string &line) { progress.log(line); };
  monitor.progress = [&progress](double fraction, const std::string &what) {
    progress.update(fraction, what);
  };
  return monitor;
}

Command study_command()
{
  return {
      "study",
      "FILE",
      "runs a study: does a kernel flow converge to its limit flow, and how fast?",
      "Computes the limit flow and the kernel flow at every value of the sweep, refines both until the "
      "error bar of\n"
      "each distance is small against the distance, fits the orders, and states a verdict on each claim: "
      "confirmed,\n"
      "refuted or not established. Writes certificate.json, report.html, distances and rates (CSV, text, "
      "LaTeX),\n"
      "ledgers and trajectories into the output directory. Run again after an interruption, it keeps the "
      "points\n"
      "that are finished.\n\n"
      "  gammaflow study studies/quickstart.prm\n"
      "  gammaflow study mine.prm --set \"kernel/bandwidth = 0.05\" --output results/narrow\n\n"
      "Exit code 0: every verdict is the one that the study expects; 1: some are not; 3: some point could "
      "not be\n"
      "solved (the certificate says which, and judges the others).\n",
      Command::set + Command::output + Command::overwrite + Command::threads + Command::figures +
          Command::quiet,
      1,
      1,
      true,
      study};
}

}  // namespace gammaflow
