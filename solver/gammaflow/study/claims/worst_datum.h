// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/points/point_record.h>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace gammaflow
{
/// The outcome of one case of a study, in short.
struct CaseOutcome {
  std::string of_case, datum;  ///< which case was computed with which of its data; both empty: with none
  Verdict verdict = Verdict::not_established, expected = Verdict::confirmed;
  /// At the last parameter of the sweep, and not at the last one that could be computed; infinite where there
  /// is none.
  double last_distance = HUGE_VAL;
};

/// The outcome of a case from its verdict and its measured points.
CaseOutcome outcome_of(const CasePlan &plan, Verdict verdict, const std::vector<PointRecord> &points);

/// The verdict of a study is that of its case with the largest weight: 3 a refutation that is not expected, 2
/// not established, 1 a refutation that is expected, 0 confirmed.
int weight_in_study(const CaseOutcome &outcome);

/// For each case that was computed with a family of data: the datum with the worst outcome. The opposite of
/// the expected verdict is worse than not established, and that is worse than the expected one; among equals
/// the larger distance at the last parameter of the sweep is worse, and infinite where that could not be
/// computed. "why" tells which of these decided.
nlohmann::json worst_data(const std::vector<CaseOutcome> &outcomes);

}  // namespace gammaflow
