// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/program/command.h>
#include <gammaflow/program/comparison_files.h>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace gammaflow
{
/// What `compare` has computed.
struct ComparisonRun {
  std::vector<ComparedCandidate> candidates;
  std::vector<FamilyRate> rates;  ///< of a family
  nlohmann::json settings;
};

/// Compares; a reference that is a parameter file is computed into OUTPUT/reference. Writes nothing else.
ComparisonRun run_comparison(const Arguments &arguments, const std::string &output);
/// The arguments of the comparison that a directory holds (candidate.json), paths seen from here.
Arguments stored_comparison(const std::string &directory);

}  // namespace gammaflow
