// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/io/output_directory.h>
#include <gammaflow/parameters/parameters.h>
#include <gammaflow/program/quantities.h>
#include <gammaflow/study/study.h>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace gammaflow
{
/// validate_study() or validate_particle_study(), run_study() or run_particle_study(), as the file asks.
std::vector<std::string> validate_any_study(const Parameters &parameters);
nlohmann::json run_any_study(const Parameters &parameters, const std::string &directory,
                             const StudyMonitor &monitor, Existing existing = Existing::go_on);

/// Whether the certificate is that of a study of particles; the functions below are for these.
bool is_of_particles(const nlohmann::json &certificate);
/// The verdicts, orders, and mean distances with their bars.
std::vector<Quantity> quantities_of_particle_study(const nlohmann::json &certificate);
/// Prints the verdicts as a table to standard output.
void print_particle_verdicts(const nlohmann::json &certificate);

}  // namespace gammaflow
