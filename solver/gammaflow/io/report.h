// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace gammaflow
{
/// What run_study() returned as a page that needs nothing else: no network, no file beside it. Everything
/// that comes from the study is data in it, never markup or script. InputError if Plotly's bundle is not
/// there (io/share.h).
std::string report_html(const nlohmann::json &study);

/// The page written to `path` (doc/report.md says how to read it), under a temporary name, then renamed.
void write_report(const nlohmann::json &study, const std::string &path);

}  // namespace gammaflow
