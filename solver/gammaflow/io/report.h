// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace gammaflow
{
/// The result of run_study() as a self-contained HTML page: no network, no file beside it. Texts of the study
/// are data in it, never markup or script. InputError if Plotly's bundle is not there (io/share.h).
std::string report_html(const nlohmann::json &study);

/// The page written to `path` (doc/report.md says how to read it), under a temporary name, then renamed.
void write_report(const nlohmann::json &study, const std::string &path);

}  // namespace gammaflow
