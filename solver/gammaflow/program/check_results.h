// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/program/quantities.h>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace gammaflow
{
/// The results of the check of one case.
struct CheckedCase {
  std::string name, expected_file;
  std::vector<Comparison> comparisons;
  std::string failure;  ///< where nothing could be computed
  bool pass = false;
  int exit_code = 0;         ///< of this case alone
  bool study = false;        ///< and not one flow, or a comparison
  bool as_expected = false;  ///< of a study: its verdicts are those that it expects
};

/// {"cases": [{"name", "expected_file", "pass", "exit_code", "study", "as_expected", "failure",
/// "comparisons":
/// [{"quantity", "expected", "abs_tol", "rel_tol", "origin", "is_found", "found", "error", "difference",
/// "allowed", "pass"}]}]}: a number, or the word of a verdict; null for a number that does not exist, and for
/// what was not found.
nlohmann::json checked_json(const std::vector<CheckedCase> &cases);
/// Inverse of checked_json().
std::vector<CheckedCase> checked_cases(const nlohmann::json &json);

/// The results as JUnit's XML, as CI servers read it: one suite for each case, one test for each quantity.
std::string junit_xml(const std::vector<CheckedCase> &cases);
/// One line for each quantity that differs, as GitHub shows them beside the file
/// (docs.github.com, "Workflow commands").
std::string github_annotations(const std::vector<CheckedCase> &cases);

/// New expectations: the found values with the old tolerances. `shown`: a line for each change. A value that
/// is missing, or whose own error is above its tolerance, is not taken over, unless `loosen` lets the
/// tolerance grow; `refused` counts these.
struct Update {
  std::vector<Expected> entries;
  std::string shown;
  unsigned refused = 0, changed = 0;
};
Update updated(const std::vector<Comparison> &comparisons, bool loosen);

}  // namespace gammaflow
