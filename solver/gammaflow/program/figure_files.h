// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace gammaflow
{
/// Writes the files of --figures: SVG and PDF of the plots of a report, and tables in LaTeX, into
/// DIRECTORY/figures for one evolution or comparison, into cases/CASE/figures for each case of a study.
/// Returns their places, in words; on several processes the first one writes.
std::string write_figures_of(const nlohmann::json &report, const std::string &directory);

}  // namespace gammaflow
