// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/points/point_record.h>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace gammaflow
{
/// What a study says about one case, in short.
struct CaseOutcome {
  std::string of_case, datum;  ///< which case was computed with which of its data; both empty: with none
  Verdict verdict = Verdict::not_established, expected = Verdict::confirmed;
  /// At the last parameter of the sweep, and not at the last one that could be computed; infinite where there
  /// is none.
  double last_distance = HUGE_VAL;
};

CaseOutcome outcome_of(const CasePlan &plan, Verdict verdict, const std::vector<PointRecord> &points);

/// The verdict of a study is that of its case with the largest weight: a refutation that is not expected, not
/// established, a refutation that is expected, confirmed.
int weight_in_study(const CaseOutcome &outcome);

/// For each case that was computed with a family of data: the worst of them, and what it says. Worse is the
/// verdict that is the opposite of what is expected than one that is not established, and this than the
/// expected one; among equals, the larger distance at the last parameter of the sweep, and the worst is one
/// that could not be computed. "why" says which of these it was.
nlohmann::json worst_data(const std::vector<CaseOutcome> &outcomes);

}  // namespace gammaflow
