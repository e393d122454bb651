// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/io/output_directory.h>
#include <gammaflow/study/ensembles/ensemble_plan.h>
#include <gammaflow/study/study.h>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace gammaflow
{
/// What a study of particles would compute, line by line; InputError for what
/// would fail later.
std::vector<std::string> validate_particle_study(const Parameters &parameters);

/// Runs it into `directory`: certificate.json (doc/particles.md describes it)
/// and, for each case and distance, CASE/DISTANCE.csv. Returns the certificate.
/// A case that cannot be computed is recorded with the reason
/// ("failed_points" of the case), and "complete" is false.
nlohmann::json run_particle_study(const Parameters &parameters, const std::string &directory,
                                  const StudyMonitor &monitor, Existing existing = Existing::go_on);

}  // namespace gammaflow
