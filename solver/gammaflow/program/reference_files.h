// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/references/certified_evolution.h>

#include <nlohmann/json.hpp>

#include <string>

namespace gammaflow
{
/// errors.csv: per norm and output time the error bar, its parts, the observed orders, and how it was found.
std::string errors_csv(const CertifiedEvolution &run);
/// reference.json: tolerance, largest errors, method, cost, versions, parameters, checksum.
nlohmann::json reference_json(const CertifiedEvolution &run, double tolerance);

}  // namespace gammaflow
