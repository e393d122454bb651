// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace gammaflow
{
/// What --figures asks for: SVG and PDF of the plots of a report, and tables in LaTeX, in DIRECTORY/figures
/// of one evolution or comparison, in cases/CASE/figures of each case of a study. Returns where they are, for
/// people; on several processes the first one writes.
std::string write_figures_of(const nlohmann::json &report, const std::string &directory);

}  // namespace gammaflow
