// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/io/files.h>
#include <gammaflow/program/coverage_bars.h>
#include <gammaflow/program/coverage_page.h>
#include <gammaflow/program/table.h>
#include <gammaflow/study/coverage/random_coverage.h>

#include <filesystem>
#include <iostream>
#include <set>
#include <stdexcept>
#include <utility>

namespace gammaflow
{
namespace
{
namespace fs = std::filesystem;

constexpr unsigned seed = 20, rounds = 1;
/// Of the processor, for each case: what is reached does not depend on what else the machine does.
const std::string seconds = "8";

struct Group {
  std::string label, kind;
  BarsOf what = BarsOf::all;
};

std::set<std::string> norms_in(const std::vector<CoverageCase> &bars)
{
  std::set<std::string> norms;
  for (const auto &bar : bars) norms.insert(bar.norm);
  return norms;
}

void add_row(Table &table, const std::string &label, const std::string &norm,
             const std::vector<CoverageCase> &bars)
{
  std::vector<std::string> cells = coverage_cells(summary_of(bars));
  cells.insert(cells.begin(), {label, norm});
  table.add(cells);
}

void add_rows(Table &table, const std::vector<RandomResult> &results, const Group &group)
{
  for (const auto &norm : norms_in(bars_of(results, group.kind, "", group.what)))
    add_row(table, group.label, norm, bars_of(results, group.kind, norm, group.what));
}

/// What of the promise is not kept, in words: per norm, of references and of studies, 95 % covered, and from
/// smooth data at most ten times too large in the median; of all bars in time 99 %, and ten times.
std::string not_kept(const std::vector<RandomResult> &results)
{
  std::string faults;
  const auto say = [&](const std::string &fault) { faults += (faults.empty() ? "" : "; ") + fault; };
  for (const auto &[what, name] :
       {std::pair(BarsOf::references, "references"), std::pair(BarsOf::studies, "studies")}) {
    for (const auto &norm : norms_in(bars_of(results, "", "", what))) {
      const double share = summary_of(bars_of(results, "", norm, what)).share();
      if (share < 0.95) say(norm + " of " + name + " covers " + Table::number(100 * share, 4) + " %");
    }
    for (const auto &norm : norms_in(bars_of(results, "smooth", "", what))) {
      const double excess = summary_of(bars_of(results, "smooth", norm, what)).median_excess;
      if (excess > 10) say(norm + " of " + name + ", " + Table::number(excess) + " times");
    }
  }
  const CoverageSummary in_time = summary_of(bars_of(results, "", "", BarsOf::in_time));
  if (in_time.share() < 0.99) say("bars in time cover " + Table::number(100 * in_time.share(), 4) + " %");
  if (in_time.median_excess > 10) say("bars in time, " + Table::number(in_time.median_excess) + " times");
  return faults;
}

const std::string promise =
    "per norm, of references and of studies, at least 95 % of the true errors covered, and the bars from "
    "smooth data at most 10 times the error in the median (of divergences the root of that); of the part in "
    "time at least 99 % of all, and at most 10 times in the median";
}  // namespace

int coverage_bars(const Arguments &arguments)
{
  const fs::path directory = created_output(arguments, "output/coverage");
  write_file((directory / "coverage-bars.csv").string(), random_coverage_csv({}));
  Progress progress(arguments.quiet);
  std::vector<RandomResult> results;
  const std::vector<RandomCase> cases = random_cases(seed, rounds);
  std::set<std::string> kinds;
  unsigned without_bar = 0;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    RandomCase one = cases[i];
    one.settings += "; reference/seconds = " + seconds;
    for (const auto &setting : arguments.settings) one.settings += "; " + setting;
    CertificationMonitor monitor;
    monitor.clock = processor_seconds;
    monitor.progress = [&](double fraction, const std::string &what) {
      progress.update((double(i) + fraction) / double(cases.size()), what);
    };
    try {
      results.push_back(coverage_of(one, monitor));
    } catch (const std::runtime_error &failure) {  // refused, or nothing was reached: there is no bar
      progress.log("no bar: " + one.kind + ", " + one.flow + ", " + failure.what());
      ++without_bar;
      continue;
    }
    kinds.insert(one.kind);
    write_file((directory / "coverage-bars.csv").string(), random_coverage_csv(results));
  }
  progress.finish();
  Table table({"data", "norm", "cases", "covered", "error/bar at most", "bar/error median", "not reached"});
  for (const auto &kind : kinds) add_rows(table, results, {kind, kind});
  for (const auto &[what, name] :
       {std::pair(BarsOf::references, "references"), std::pair(BarsOf::studies, "studies")}) {
    add_rows(table, results, {std::string("smooth, ") + name, "smooth", what});
    add_rows(table, results, {std::string("all, ") + name, "", what});
  }
  add_row(table, "in time", "all", bars_of(results, "", "", BarsOf::in_time));
  if (!arguments.quiet) std::cout << table.text(false);
  const std::string faults = not_kept(results);
  write_file(
      (directory / "coverage-bars.md").string(),
      computed_by("Coverage of error bars, random data", "gammaflow coverage bars") +
          "Flows with closed forms from random initial states (and targets), seed " + std::to_string(seed) +
          ", in 1D and 2D; \"study\" are distances between two flows; \"no closed form\" is the part in time "
          "of a study's bars, "
          "against much shorter steps. " +
          std::to_string(without_bar) + " of " + std::to_string(cases.size()) +
          " cases have no bar: refused, or nothing was reached in " + seconds +
          " s of the processor.\nPromised: " + promise + ".\n" +
          (faults.empty() ? "" : "Not kept: " + faults + ".\n") + "\n```\n" + table.text(false) + "```\n");
  if (faults.empty()) return exit_done;
  std::cerr << "error: the error bars do not keep what is promised: " << faults << std::endl;
  return exit_refuted;
}

}  // namespace gammaflow
