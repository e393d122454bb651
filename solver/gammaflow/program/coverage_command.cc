// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/shortened.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/io/directory_lock.h>
#include <gammaflow/io/files.h>
#include <gammaflow/program/command.h>
#include <gammaflow/program/coverage_bars.h>
#include <gammaflow/program/coverage_kernels.h>
#include <gammaflow/program/coverage_page.h>
#include <gammaflow/program/table.h>
#include <gammaflow/program/verdict_coverage.h>
#include <gammaflow/study/coverage/coverage.h>

#include <algorithm>
#include <filesystem>
#include <iostream>

namespace gammaflow
{
namespace
{
namespace fs = std::filesystem;

const std::vector<double> all_tolerances = {1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8};

std::string provenance(const CoverageSummary &summary, double seconds)
{
  return computed_by("Coverage of error bars", "gammaflow coverage") +
         "`coverage.csv`: for the examples of all closed forms "
         "(`gammaflow list closed forms`) and tolerances from 1e-3 to 1e-8, the\nestimated error bar of "
         "`gammaflow "
         "reference` against the true error, relative to the norm of the state. Flows that do\nnot reach a "
         "tolerance "
         "within " +
         Table::number(seconds) + " s stand in it with the bar that they did reach.\n\n" +
         std::to_string(summary.covered) + " of " + std::to_string(summary.cases) +
         " true errors are covered (" + Table::number(100 * summary.share(), 4) + " %); the bar is " +
         Table::number(summary.median_excess) +
         " times the error in the median. Promised:\nat least 95 %, at most 10 times. Errors below " +
         Table::number(CoverageCase::round_off) + " are round-off and count as that.\n";
}

std::vector<std::string> row_of(const std::string &name, const std::vector<CoverageCase> &cases)
{
  const CoverageSummary summary = summary_of(cases);
  return {name,
          std::to_string(summary.cases),
          Table::number(100 * summary.share(), 4) + " %",
          Table::number(summary.worst_ratio),
          Table::number(summary.median_excess),
          Table::number(summary.largest_excess),
          std::to_string(summary.not_reached)};
}

int coverage(const Arguments &arguments)
{
  if (!arguments.operands.empty() && arguments.operands[0] == "verdicts")
    return verdict_coverage_command(arguments);
  if (!arguments.operands.empty() && arguments.operands[0] == "bars") return coverage_bars(arguments);
  if (!arguments.operands.empty() && arguments.operands[0] == "kernels") return coverage_kernels(arguments);
  const auto chosen = [&](const std::string &name) {
    return arguments.operands.empty() || name.find(arguments.operands[0]) != std::string::npos;
  };
  const auto solutions = known_solutions();
  if (std::none_of(solutions.begin(), solutions.end(), [&](const auto &known) { return chosen(known.name); }))
    throw InputError("gammaflow coverage", shortened(arguments.operands[0]),
                     "is part of no closed form's name", "see: gammaflow list closed forms");
  const std::string directory = arguments.output.empty() ? "output/coverage" : arguments.output;
  lock_directory(directory);
  for (const char *name : {"coverage.csv", "coverage.md"})
    remove_temporaries_of((fs::path(directory) / name).string());
  write_file((fs::path(directory) / "coverage.csv").string(), coverage_csv({}));
  Progress progress(arguments.quiet);
  const std::string seconds = "30";

  Table table(
      {"closed form", "cases", "covered", "error/bar at most", "bar/error median", "at most", "not reached"});
  std::vector<CoverageCase> all;
  for (const auto &[name, summary_of_it, examples] : solutions) {
    if (!chosen(name)) continue;
    std::vector<CoverageCase> of_form;
    for (std::string settings : examples) {
      settings += "; reference/seconds = " + seconds;
      for (const auto &setting : arguments.settings) settings += "; " + setting;
      CertificationMonitor monitor;
      monitor.progress = [&](double fraction, const std::string &what) { progress.update(fraction, what); };
      const auto cases = coverage_of(name, settings, all_tolerances, monitor);
      of_form.insert(of_form.end(), cases.begin(), cases.end());
    }
    table.add(row_of(name, of_form));
    all.insert(all.end(), of_form.begin(), of_form.end());
    progress.log(name + ": done");
  }
  progress.finish();
  const CoverageSummary summary = summary_of(all);
  table.add(row_of("all", all));
  if (!arguments.quiet) std::cout << table.text(false);
  write_file((fs::path(directory) / "coverage.csv").string(), coverage_csv(all));
  write_file((fs::path(directory) / "coverage.md").string(), provenance(summary, std::stod(seconds)));
  if (!arguments.quiet)
    std::cout << "table: " << (fs::path(directory) / "coverage.csv").string() << std::endl;
  if (summary.kept()) return exit_done;
  std::cerr
      << "error: the error bars do not keep what is promised: at least 95 % covered, at most ten times the "
         "error in the median"
      << std::endl;
  return exit_refuted;
}
}  // namespace

Command coverage_command()
{
  return {
      "coverage",
      "[NAME | bars | kernels | verdicts]",
      "error bars against true errors; verdicts about sweeps whose truth is known",
      "Computes references of the examples of all closed forms (or of those whose name contains NAME) with\n"
      "tolerances from 1e-3 to 1e-8 and compares the estimated error bars with the true errors. Writes "
      "coverage.csv\n"
      "and coverage.md. Exit code 1 if fewer than 95 % of the errors are covered, or the bar is more than 10 "
      "times\n"
      "the error in the median. Takes minutes.\n\n"
      "With `bars`: the same for flows from random data (several modes, narrow, near vacuum, kinks, jumps,\n"
      "spikes), per norm and kind of data.\n"
      "With `kernels`: kernel-approximated flows from random data and their distances to their limits, "
      "against\n"
      "much finer computations.\n"
      "With `verdicts`: judges seeded synthetic sweeps whose order and limit are known, and writes how "
      "often\n"
      "each statement is right and wrong (verdicts.csv, verdicts.md), claim 4 for\n"
      "probes (lower-bound-verdicts.csv), and claim 5 for\n"
      "recovery sequences (recovery-verdicts.csv). Exit code 1 if that is not as "
      "required.\n\n"
      "  gammaflow coverage --output results\n"
      "  gammaflow coverage bars --output results\n"
      "  gammaflow coverage kernels --output results\n"
      "  gammaflow coverage verdicts --output results\n",
      Command::set + Command::output + Command::threads + Command::quiet,
      0,
      1,
      true,
      coverage};
}

}  // namespace gammaflow
