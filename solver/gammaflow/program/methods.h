// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace gammaflow
{
/// A paragraph that a paper can quote: what was compared on which data and range of the parameter, how errors
/// were estimated, by which thresholds it was judged, with which version. `study` is what run_study()
/// returned, `study_case` one of its cases. Plain text; in LaTeX, a paragraph for \input.
std::string methods_text(const nlohmann::json &study, const nlohmann::json &study_case);
std::string methods_latex(const nlohmann::json &study, const nlohmann::json &study_case);

}  // namespace gammaflow
