// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace gammaflow
{
/// A paragraph for a paper: the flows compared, the data and the range of the parameter, how errors were
/// estimated, the thresholds of the verdicts, the version. `study`: the result of run_study(), `study_case`:
/// one of its cases. Plain text; in LaTeX, a paragraph for \input.
std::string methods_text(const nlohmann::json &study, const nlohmann::json &study_case);
std::string methods_latex(const nlohmann::json &study, const nlohmann::json &study_case);

}  // namespace gammaflow
