// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/claims/case_evidence.h>

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace gammaflow
{
/// A limit flow that a sweep is held against.
struct Candidate {
  std::string geometry, settings;
};

/// "geometry: section/key = value, section/key = value | geometry | ..." of a key; InputError for what does
/// not exist or makes no sense as a limit of this case.
std::vector<Candidate> candidates_in(const CasePlan &plan, const std::string &section,
                                     const std::string &key);

/// Those of identification/candidates; InputError for names that do not exist. Empty: the question is not
/// asked.
std::vector<Candidate> candidates_of(const CasePlan &plan);

/// What the flow may converge to, from the states of all points: each candidate with the interval of the
/// extrapolated distance to it, and a mobility fitted to the rates of the flows. Null where it is not asked.
nlohmann::json which_limit(const CasePlan &plan, const std::string &folder,
                           const std::vector<PointRecord> &points, EvolutionCache &cache,
                           std::vector<std::string> &notes);

}  // namespace gammaflow
