// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/program/command.h>
#include <gammaflow/program/comparison_files.h>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace gammaflow
{
/// The results of `compare`.
struct ComparisonRun {
  std::vector<ComparedCandidate> candidates;
  std::vector<FamilyRate> rates;  ///< of a family
  nlohmann::json settings;
  nlohmann::json computed;  ///< for a report: how, and with which parameters of the reference
};

/// Compares; a reference that is a parameter file is computed into OUTPUT/reference. Writes nothing else.
/// `pictures`: also the data of a report's pictures.
ComparisonRun run_comparison(const Arguments &arguments, const std::string &output, bool pictures = false);
/// The arguments of the comparison that a directory holds (candidate.json), with paths relative to the
/// working directory.
Arguments stored_comparison(const std::string &directory);

}  // namespace gammaflow
