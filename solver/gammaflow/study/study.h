// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/io/output_directory.h>
#include <gammaflow/parameters/parameters.h>

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <vector>

namespace gammaflow
{
/// Callbacks of a study.
struct StudyMonitor {
  std::function<void(const std::string &line)> log;                        ///< one line of plain text
  std::function<void(double fraction, const std::string &what)> progress;  ///< of the whole study
};

/// Lines for the log and for `validate`, before anything is computed: cases, sweeps, limits, meshes, memory
/// of the study. InputError for input that would fail later.
std::vector<std::string> validate_study(const Parameters &parameters);

/// Runs the study into `directory`: finished sweep points that are found there are kept, the rest is
/// computed. Returns the certificate (its shape is in doc/certificate.schema.json) with, beside its entries,
/// a member "series" per case that the report draws (curves over time, densities). Writes certificate.json,
/// distances and rates, ledgers, trajectories and the manifest. Throws InputError (before computing). A point
/// that cannot be solved is recorded with the reason ("failed_points" of its case), and "complete" is false.
nlohmann::json run_study(const Parameters &parameters, const std::string &directory,
                         const StudyMonitor &monitor, Existing existing = Existing::go_on);

}  // namespace gammaflow
