// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/program/command.h>
#include <gammaflow/program/table.h>
#include <gammaflow/study/coverage/coverage.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// --output, or `otherwise`; the directory is created. Errors of creation are left to the functions that
/// write files there.
std::string created_output(const Arguments &arguments, const std::string &otherwise);

/// The first lines of a page: its title, and by which command of which version it was computed.
std::string computed_by(const std::string &title, const std::string &command);

/// In words, for a row of a table: how many cases, the part that is covered, and the largest error over its
/// bar.
std::vector<std::string> coverage_cells(const CoverageSummary &summary);

}  // namespace gammaflow
