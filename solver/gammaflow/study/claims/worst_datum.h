// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace gammaflow
{
/// The verdict of a study is that of its case with the largest weight: a refutation that is not expected, not
/// established, a refutation that is expected, confirmed.
int weight_in_study(const nlohmann::json &of_case);

/// Which case a study computed with which of its data; both empty: with none.
struct CaseAndDatum {
  std::string of_case, datum;
};

/// For each case that was computed with a family of data, from the cases of a certificate and what each of
/// them is: the worst of them, and what it says. Worse is the verdict that is the opposite of what is
/// expected than one that is not established, and this than the expected one; among equals, the larger
/// distance at the last parameter of the sweep, and the worst is one that could not be computed. "why" says
/// which of these it was.
nlohmann::json worst_data(const std::vector<CaseAndDatum> &which, const nlohmann::json &cases);

}  // namespace gammaflow
