// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/io/files.h>
#include <gammaflow/program/coverage_kernels.h>
#include <gammaflow/program/coverage_page.h>
#include <gammaflow/program/table.h>
#include <gammaflow/study/coverage/kernel_cases.h>

#include <filesystem>
#include <iostream>

namespace gammaflow
{
namespace
{
namespace fs = std::filesystem;

constexpr unsigned seed = 20, rounds = 2;

void add_row(Table &table, const std::string &name, const std::vector<CoverageCase> &bars)
{
  std::vector<std::string> cells = coverage_cells(summary_of(bars));
  cells.insert(cells.begin(), name);
  table.add(cells);
}

std::vector<CoverageCase> of_flow(const std::vector<RandomResult> &results, const std::string &flow)
{
  std::vector<CoverageCase> bars;
  for (const RandomResult &one : results)
    if (one.data.flow == flow) bars.insert(bars.end(), one.bars.begin(), one.bars.end());
  return bars;
}

std::string page(const std::string &table)
{
  return computed_by("Coverage of error bars, kernel flows", "gammaflow coverage kernels") +
         "Kernel-approximated flows from random initial states and targets, seed " + std::to_string(seed) +
         ", in 1D, without closed forms: the truth is\ncomputed on a finer mesh, with degree 6 and a much "
         "smaller tolerance. \"study\" are distances between the flow and\nits limit, on one mesh. Promised "
         "are "
         "95 % of the true errors covered, and bars of references at most 10 times the\nerror in the median. "
         "The "
         "bar of a distance is the sum of those of both flows (the triangle inequality), whose "
         "errors\nnearly "
         "cancel where both have the same gradient and density: such bars are wide, and nothing is promised "
         "of "
         "their\nwidth.\n\n```\n" +
         table + "```\n";
}
}  // namespace

int coverage_kernels(const Arguments &arguments)
{
  const fs::path directory = created_output(arguments, "output/coverage");
  write_file((directory / "coverage-kernels.csv").string(), random_coverage_csv({}));
  Progress progress(arguments.quiet);
  std::vector<RandomResult> results;
  const std::vector<RandomCase> cases = kernel_cases(seed, rounds);
  for (RandomCase one : cases) {
    for (const auto &setting : arguments.settings) one.settings += "; " + setting;
    progress.update(double(results.size()) / double(cases.size()), one.flow);
    results.push_back({one, bars_against_finer(one)});
    write_file((directory / "coverage-kernels.csv").string(), random_coverage_csv(results));
  }
  progress.finish();
  Table table({"flow", "cases", "covered", "error/bar at most", "bar/error median", "not reached"});
  for (std::size_t i = 0; i < cases.size() / rounds; ++i)
    add_row(table, cases[i].flow, of_flow(results, cases[i].flow));
  const auto references = bars_of(results, "", "", BarsOf::references),
             studies = bars_of(results, "", "", BarsOf::studies);
  add_row(table, "all, references", references);
  add_row(table, "all, studies", studies);
  if (!arguments.quiet) std::cout << table.text(false);
  write_file((directory / "coverage-kernels.md").string(), page(table.text(false)));
  if (summary_of(references).kept() && summary_of(studies).share() >= 0.95) return exit_done;
  std::cerr
      << "error: the error bars of kernel flows do not keep what is promised: at least 95 % covered, and "
         "those of references at most ten times the error in the median"
      << std::endl;
  return exit_refuted;
}

}  // namespace gammaflow
