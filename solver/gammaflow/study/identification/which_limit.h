// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/claims/case_evidence.h>

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace gammaflow
{
/// A limit flow with which a sweep is compared.
struct Candidate {
  std::string geometry, settings;
};

/// "geometry: section/key = value, section/key = value | geometry | ..." of a key; InputError for what does
/// not exist or makes no sense as a limit of this case.
std::vector<Candidate> candidates_in(const CasePlan &plan, const std::string &section,
                                     const std::string &key);

/// The candidates of identification/candidates; InputError for names that do not exist. Empty: none are asked
/// for.
std::vector<Candidate> candidates_of(const CasePlan &plan);

/// The possible limits of the flow, from the states of all points: each candidate with the interval of the
/// extrapolated distance to it, and a mobility fitted to the rates of the flows. Null without candidates.
nlohmann::json which_limit(const CasePlan &plan, const std::string &folder,
                           const std::vector<PointRecord> &points, EvolutionCache &cache,
                           std::vector<std::string> &notes);

}  // namespace gammaflow
