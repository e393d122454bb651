// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/order_judgement.h>
#include <gammaflow/program/quantities.h>
#include <gammaflow/study/candidates/held_candidate.h>

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace gammaflow
{
/// One candidate with the results of its comparison.
struct ComparedCandidate {
  std::string name;                 ///< the file
  std::optional<double> parameter;  ///< of --parameter
  std::vector<HeldSnapshot> snapshots;
  nlohmann::json pictures;  ///< of a report; null where none is made
};

/// The order of one distance in the parameter of a family of candidates.
struct FamilyRate {
  std::string distance;
  std::optional<double> expected;  ///< of --order; without, nothing is judged
  OrderStatement statement;
};

/// For each distance its order in the parameter, from the largest value over the times of each candidate,
/// with error bars that are the errors plus two standard deviations of the samples. Each candidate has a
/// parameter.
std::vector<FamilyRate> rates_of(const std::vector<ComparedCandidate> &candidates,
                                 std::optional<double> expected);

/// The tables for the terminal.
std::string comparison_text(const std::vector<ComparedCandidate> &candidates,
                            const std::vector<FamilyRate> &rates, bool colours);
/// compare.csv: one line for each candidate, time and distance.
std::string comparison_csv(const std::vector<ComparedCandidate> &candidates);
/// compare.json, described by doc/compare.schema.json.
nlohmann::json comparison_json(const std::string &reference, const std::vector<ComparedCandidate> &candidates,
                               const std::vector<FamilyRate> &rates, const nlohmann::json &options);
/// expected.csv: each value with its error as tolerance; one that is below its error as zero.
std::vector<Expected> expected_of(const std::vector<Quantity> &found);
/// "W1 at t = 0.5" with its error as tolerance; of several candidates with "NAME: " before it.
std::vector<Quantity> quantities_of(const std::vector<ComparedCandidate> &candidates);

}  // namespace gammaflow
