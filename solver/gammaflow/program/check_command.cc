// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/sweep_value.h>
#include <gammaflow/io/files.h>
#include <gammaflow/io/share.h>
#include <gammaflow/program/any_study.h>
#include <gammaflow/program/check_jobs.h>
#include <gammaflow/program/check_results.h>
#include <gammaflow/program/command.h>
#include <gammaflow/program/comparison_run.h>
#include <gammaflow/program/failed_point.h>
#include <gammaflow/program/quantities.h>
#include <gammaflow/program/scratch_directory.h>
#include <gammaflow/program/study_exit.h>
#include <gammaflow/program/table.h>
#include <gammaflow/study/references/certified_evolution.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <set>
#include <unistd.h>

namespace gammaflow
{
namespace
{
namespace fs = std::filesystem;

/// What is run, and the file that says what must come out; without one, a study checks itself.
struct Case {
  std::string name, parameters, expected;
  std::string comparison;  ///< a directory that `compare` has written; then `parameters` is empty
};

/// All directories below reference/ that hold an expected.csv, by name.
std::vector<std::string> shipped_references()
{
  std::vector<std::string> result;
  for (const auto &entry : fs::recursive_directory_iterator(share_file("reference")))
    if (entry.path().filename() == "expected.csv") result.push_back(entry.path().parent_path().string());
  std::sort(result.begin(), result.end());
  return result;
}

/// A directory: expected.csv with case.prm beside it, or of the shipped study that is called like the
/// directory.
Case case_in(const fs::path &directory)
{
  const std::string name = fs::weakly_canonical(directory).filename().string();
  const fs::path expected = directory / "expected.csv", own = directory / "case.prm";
  if (!fs::exists(expected))
    throw InputError(directory.string(), "", "holds no expected.csv",
                     "a directory that 'gammaflow reference' or 'gammaflow compare' has written");
  if (fs::exists(directory / "candidate.json")) return {name, "", expected.string(), directory.string()};
  return {name, fs::exists(own) ? own.string() : share_file("studies/" + name + ".prm"), expected.string(),
          ""};
}

/// A parameter file: compared with the shipped reference of the same name if there is one.
Case case_of(const fs::path &file)
{
  if (file.filename() == "expected.csv" || file.filename() == "case.prm") return case_in(file.parent_path());
  Case result = {file.stem().string(), file.string(), "", ""};
  std::error_code error;
  const fs::path stored = fs::path(share_directory()) / "reference" / result.name / "expected.csv";
  if (fs::exists(stored, error) && !fs::exists(stored.parent_path() / "case.prm", error))
    result.expected = stored.string();
  return result;
}

std::vector<Quantity> flow_quantities(const Parameters &parameters, Progress &progress)
{
  EvolutionCache cache(0);
  cache.on_progress = [&](double fraction) { progress.update(fraction, "one flow"); };
  EvolutionCache::Accuracy accuracy;
  accuracy.tolerance = parameters.number("time", "tolerance");
  accuracy.step_cap = reference_step_cap;
  return quantities_of(*cache.evolution(parameters, accuracy));
}

std::vector<Quantity> study_quantities(const Parameters &parameters, const Arguments &arguments,
                                       const std::string &name, Progress &progress, ExitCode &code)
{
  const ScratchDirectory scratch("check");
  const std::string directory =
      arguments.output.empty() ? scratch.path() : (fs::path(arguments.output) / name).string();
  StudyMonitor monitor = study_monitor(progress);
  monitor.log = [](const std::string &) {};
  const auto result = run_any_study(parameters, directory, monitor);
  code = exit_code_of(result);
  for (const auto &entry : result.at("cases"))
    for (const auto &point : entry.at("failed_points"))
      throw NumericalFailure(place_of_failure(entry, point) + ": " + point.at("failure").get<std::string>());
  return quantities_of(result);
}

std::string shown(const Quantity &quantity)
{
  return quantity.word.empty() ? Table::number(quantity.value, 9) : quantity.word;
}

void print(const std::vector<Comparison> &comparisons, bool failures_only)
{
  Table table({"", "quantity", "expected", "found", "difference", "allowed", "origin"});
  for (const auto &c : comparisons)
    if (!failures_only || !c.pass) {
      const bool number = c.expected.quantity.word.empty();
      table.add({c.pass ? "pass" : "FAIL", c.expected.quantity.name, shown(c.expected.quantity),
                 c.found ? shown(c.quantity) : "missing",
                 number && c.found ? Table::number(c.difference, 2) : "",
                 number && c.found ? Table::number(c.allowed, 2) : "", c.expected.origin});
    }
  if (!table.empty()) std::cout << table.text(Progress::colours(STDOUT_FILENO));
}

/// Another value, or the opposite verdict, refutes; a quantity that is not there, or a verdict that is not
/// established, does not.
ExitCode exit_code_for(const Comparison &c)
{
  if (c.pass) return exit_done;
  return c.found && c.quantity.word != to_string(Verdict::not_established) ? exit_refuted
                                                                           : exit_numerical_failure;
}

/// Of a stored comparison: computed again from its files.
std::vector<Quantity> compared_quantities(const Case &item, const Arguments &arguments)
{
  const ScratchDirectory scratch("check");
  Arguments again = stored_comparison(item.comparison);
  again.quiet = true;
  again.settings.insert(again.settings.end(), arguments.settings.begin(), arguments.settings.end());
  return quantities_of(run_comparison(again, scratch.path()).candidates);
}

/// The worst of what the comparisons and the verdicts of the study say.
ExitCode code_of(const CheckedCase &item, ExitCode of_study)
{
  ExitCode code = of_study;
  for (const auto &c : item.comparisons) code = worse_of(code, exit_code_for(c));
  return code;
}

/// Runs and compares one case.
CheckedCase checked(const Case &item, const Arguments &arguments, Progress &progress)
{
  CheckedCase result;
  result.name = item.name;
  result.expected_file = item.expected;
  const bool compared = !item.comparison.empty();
  const Parameters parameters = compared ? Parameters() : read_parameters(item.parameters, arguments);
  result.study = !compared && describes_study(parameters);
  if (item.expected.empty() && !result.study)
    throw InputError(item.parameters, "",
                     "describes one flow, and nothing is stored that it could be compared with",
                     "a study, or a directory that 'gammaflow reference " + item.parameters + "' writes");
  const auto expected = item.expected.empty() ? std::vector<Expected>() : read_expected(item.expected);
  progress.log(item.name + ": " +
               (compared ? "candidates of " + item.comparison
                         : std::string(result.study ? "study" : "flow") + " of " + item.parameters));
  ExitCode of_study = exit_done;
  try {
    result.comparisons = compare(
        expected, compared       ? compared_quantities(item, arguments)
                  : result.study ? study_quantities(parameters, arguments, item.name, progress, of_study)
                                 : flow_quantities(parameters, progress));
  } catch (const NumericalFailure &failure) {
    progress.finish();
    result.failure = failure.what();
    result.exit_code = exit_numerical_failure;
    return result;
  }
  progress.finish();
  if (!item.expected.empty() && !compared)
    require_data_of(fs::path(item.expected).parent_path().string(), input_files_of_all_cases(parameters));
  result.as_expected = of_study == exit_done;
  result.exit_code = code_of(result, of_study);
  result.pass = result.exit_code == exit_done;
  return result;
}

/// The table of a case, and a line.
void print(const CheckedCase &item, bool quiet)
{
  if (!item.failure.empty()) {
    std::cout << item.name << ": FAIL, numerical failure: " << item.failure << std::endl;
    return;
  }
  print(item.comparisons, quiet);
  if (quiet && item.pass) return;
  const auto passed =
      std::count_if(item.comparisons.begin(), item.comparisons.end(), [](const auto &c) { return c.pass; });
  std::cout << item.name << ": " << (item.pass ? "pass" : "FAIL") << ", " << passed << " of "
            << item.comparisons.size() << " quantities"
            << (!item.study        ? ""
                : item.as_expected ? ", verdicts as the study expects"
                                   : ", verdicts NOT as the study expects")
            << std::endl;
}

/// expected.csv anew, and what changed. False where something was refused: then nothing is written.
bool update(const CheckedCase &item, bool loosen)
{
  if (item.expected_file.empty() || item.comparisons.empty()) return item.failure.empty();
  const Update update = updated(item.comparisons, loosen);
  std::cout << item.name << ": " << update.changed << " of " << item.comparisons.size() << " values change\n"
            << update.shown;
  if (update.refused > 0) {
    std::cout << "  nothing is written: " << update.refused << " refused" << std::endl;
    return false;
  }
  write_file(item.expected_file, expected_csv(update.entries));
  std::cout << "  written: " << item.expected_file << std::endl;
  return true;
}

/// One after the other, or in processes of their own; each is printed as it arrives.
std::vector<CheckedCase> all_checked(const std::vector<std::string> &operands, const std::vector<Case> &cases,
                                     const Arguments &arguments)
{
  Progress progress(arguments.quiet);
  const std::size_t jobs = std::min<std::size_t>(arguments.jobs, cases.size());
  std::vector<CheckedCase> results;
  std::set<std::string> names;
  for (const auto &item : cases)
    if (!names.insert(item.name).second && jobs > 1 && !arguments.output.empty())
      throw InputError("gammaflow check: --jobs", std::to_string(jobs),
                       "two cases are called " + item.name + ", and would write to one directory at a time",
                       "1, or no --output");
  if (jobs < 2) {
    for (const auto &item : cases) {
      results.push_back(checked(item, arguments, progress));
      print(results.back(), arguments.quiet);
    }
    return results;
  }
  std::size_t arrived = 0;
  return checked_by_processes(operands, arguments, unsigned(jobs), [&](const CheckedCase &item) {
    progress.finish();
    print(item, arguments.quiet);
    ++arrived;
    progress.update(double(arrived) / double(cases.size()),
                    std::to_string(arrived) + " of " + std::to_string(cases.size()) + " cases");
  });
}

int check(const Arguments &arguments)
{
  const auto operands = arguments.operands.empty() ? shipped_references() : arguments.operands;
  std::vector<Case> cases;
  for (const auto &operand : operands) {
    if (!fs::exists(operand))
      throw InputError(operand, "", "is not there", "a parameter file, or a directory with an expected.csv");
    cases.push_back(fs::is_directory(operand) ? case_in(operand) : case_of(operand));
  }
  const bool updates = arguments.named.count("update") != 0, loosen = arguments.named.count("loosen") != 0;
  if (loosen && !updates)
    throw InputError("gammaflow check: --loosen", "", "goes with --update", "--update --loosen");
  if (updates && arguments.operands.empty())
    throw InputError("gammaflow check: --update", "", "names no case", "check DIR --update");
  const std::vector<CheckedCase> results = all_checked(operands, cases, arguments);
  ExitCode code = exit_done;
  for (const auto &item : results) code = worse_of(code, ExitCode(item.exit_code));
  if (const auto junit = arguments.named.find("junit"); junit != arguments.named.end())
    write_file(junit->second, junit_xml(results));
  if (const auto json = arguments.named.find("json"); json != arguments.named.end())
    write_json(json->second, checked_json(results));
  if (const char *github = std::getenv("GITHUB_ACTIONS"); github != nullptr && std::string(github) == "true")
    std::cout << github_annotations(results) << std::flush;
  if (updates) {
    bool all = true;
    for (const auto &item : results) all = update(item, loosen) && all;
    return all ? exit_done : exit_refuted;
  }
  const auto failed = std::count_if(results.begin(), results.end(),
                                    [](const auto &item) { return item.exit_code != exit_done; });
  if (!arguments.quiet || failed != 0)
    std::cout << results.size() - std::size_t(failed) << " passed, " << failed << " failed" << std::endl;
  return code;
}
}  // namespace

Command check_command()
{
  return {"check",
          "[DIR|FILE ...]",
          "runs stored references again and compares every quantity",
          "DIR holds an expected.csv (quantity,value,abs_tol,rel_tol,origin) and a case.prm, as 'gammaflow "
          "reference'\n"
          "writes them; FILE is a study, compared with the shipped reference of its name and with the "
          "verdicts that it\n"
          "expects. Or DIR is what 'gammaflow compare' has written: the files of its candidates are compared "
          "again.\n"
          "Without operands, all shipped references. A quantity passes if\n"
          "|found - value| <= abs_tol + rel_tol |value|; one that is missing fails.\n\n"
          "  gammaflow check --jobs 2                         # everything that is shipped; takes minutes\n"
          "  gammaflow check studies/quickstart.prm reference/fisher_rao_kl\n\n"
          "  gammaflow check regression/svgd --junit results.xml\n"
          "  gammaflow check regression/svgd --update         # shows old and new values\n\n"
          "With --jobs N, N cases at a time, each in a process of its own with its part of the threads: the "
          "same\n"
          "results. Where GITHUB_ACTIONS is true, what fails is annotated. Exit code 1 if anything fails.\n",
          Command::set + Command::output + Command::threads + Command::quiet + Command::checking,
          0,
          1000,
          true,
          check};
}

}  // namespace gammaflow
