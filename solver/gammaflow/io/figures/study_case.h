// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/io/figures/latex_table.h>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace gammaflow
{
/// A case of a study in its report: its flows, in the order of the sweep, and the limit. It refers to the
/// JSON.
struct StudyCase {
  explicit StudyCase(const nlohmann::json &study_case);

  static const nlohmann::json &list(const nlohmann::json &json);  ///< itself, or an empty list
  std::string parameter() const;                                  ///< "ridge \u03bb"
  std::string name_of(std::size_t i) const;                       ///< "\u03bb = 0.01"
  std::vector<std::string> distances() const;
  /// The time of the largest judged distance of the last flow that has one; the start where none has.
  double time_of_largest_distance() const;
  /// The claim with this number and, where one is given, this name; null where there is none.
  const nlohmann::json &claim(int which, const std::string &name = "") const;

  LatexTable table_of_points() const;
  LatexTable table_of_claims() const;

  const nlohmann::json &all, &series, &limit, &flows, &points;
  const std::string judged, swept;
};

}  // namespace gammaflow
