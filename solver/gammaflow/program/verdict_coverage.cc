// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/verdict_coverage.h>
#include <gammaflow/io/files.h>
#include <gammaflow/program/coverage_page.h>
#include <gammaflow/program/table.h>
#include <gammaflow/program/verdict_coverage.h>
#include <gammaflow/study/probes/probe_coverage.h>
#include <gammaflow/study/probes/probe_verdict_coverage.h>

#include <algorithm>
#include <filesystem>
#include <iostream>

namespace gammaflow
{
namespace
{
namespace fs = std::filesystem;

constexpr unsigned sweeps = 1000, sequences = 200, probes = 1000;

std::string percent(double part)
{
  return Table::number(100 * part, 3);
}

std::string required(const VerdictRow &row)
{
  std::string text;
  const auto add = [&](const std::string &what) { text += (text.empty() ? "" : ", ") + what; };
  if (row.least_confirmed > 0) add("confirmed >= " + percent(row.least_confirmed) + " %");
  if (row.most_confirmed < 1) add("confirmed <= " + percent(row.most_confirmed) + " %");
  if (row.most_refuted < 1) add("refuted <= " + percent(row.most_refuted) + " %");
  return text;
}

Table table_of(const std::vector<VerdictRow> &rows)
{
  Table table({"class", "statement", "confirmed %", "refuted %", "not established %", "required", "kept"});
  for (const VerdictRow &row : rows) {
    const double n = row.rates.all();
    table.add({row.name, row.statement, percent(row.rates.confirmed / n), percent(row.rates.refuted / n),
               percent(row.rates.not_established / n), required(row), row.kept() ? "yes" : "NO"});
  }
  return table;
}

std::string provenance(const std::vector<VerdictRow> &rows)
{
  return computed_by("Verdicts about sweeps whose order and limit are known", "gammaflow coverage verdicts") +
         std::to_string(sweeps) +
         " seeded sweeps of each class, of 4 to 8 points with ratios 2 to 4 and error bars from 1e-4 to 5 % "
         "of the distance\n(log-uniform); the values stand anywhere within their bars, or at the ends of "
         "them. Each sweep is judged with its true\norder and with one that is off by 1/4 to 1. Of fields, "
         "the "
         "states are extrapolated; of the others there are\ndistances alone. What is judged, and what cannot "
         "be "
         "seen: doc/distances-and-rates.md.\n\nIn `verdicts.csv` as numbers. " +
         std::to_string(
             std::count_if(rows.begin(), rows.end(), [](const VerdictRow &r) { return r.kept(); })) +
         " of " + std::to_string(rows.size()) + " rows are as required.\n\n" + table_of(rows).text(true);
}
}  // namespace

int verdict_coverage_command(const Arguments &arguments)
{
  const fs::path directory = created_output(arguments, "output/verdicts");
  write_file((directory / "verdicts.csv").string(), verdict_coverage_csv({}));
  Progress progress(arguments.quiet);
  std::vector<SyntheticClass> classes = synthetic_scalar_classes();
  for (const SyntheticClass &fields : synthetic_field_classes()) classes.push_back(fields);
  const auto rows = verdict_coverage(classes, sweeps, judge_sweep, [&](double part, const std::string &name) {
    progress.update(part, name);
  });
  const auto recovery = recovery_coverage(
      sequences, [&](double part, const std::string &name) { progress.update(part, name); });
  const auto lower_bound = probe_verdict_coverage(probes);
  progress.finish();
  write_file((directory / "lower-bound-verdicts.csv").string(), verdict_coverage_csv(lower_bound));
  write_file((directory / "recovery-verdicts.csv").string(), verdict_coverage_csv(recovery));
  write_file((directory / "verdicts.csv").string(), verdict_coverage_csv(rows));
  write_file((directory / "verdicts.md").string(), provenance(rows));
  if (!arguments.quiet)
    std::cout << table_of(rows).text(false) << '\n'
              << table_of(lower_bound).text(false) << '\n'
              << table_of(recovery).text(false) << "tables: " << (directory / "verdicts.csv").string() << ", "
              << (directory / "lower-bound-verdicts.csv").string() << ", "
              << (directory / "recovery-verdicts.csv").string() << std::endl;
  const auto kept = [](const VerdictRow &row) { return row.kept(); };
  const auto all_kept = [&](const std::vector<VerdictRow> &table) {
    return std::all_of(table.begin(), table.end(), kept);
  };
  if (all_kept(rows) && all_kept(lower_bound) && all_kept(recovery)) return exit_done;
  std::cerr << "error: the verdicts are not as often right as is required; see the last column" << std::endl;
  return exit_refuted;
}

}  // namespace gammaflow
