// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/io/files.h>
#include <gammaflow/program/coverage_page.h>

#include <filesystem>

namespace gammaflow
{
std::string created_output(const Arguments &arguments, const std::string &otherwise)
{
  const std::string directory = arguments.output.empty() ? otherwise : arguments.output;
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  return directory;
}

std::string computed_by(const std::string &title, const std::string &command)
{
  const auto known = versions();
  return "# " + title + "\n\nComputed by `" + command + "`, version " + known["version"].get<std::string>() +
         " (" + known["revision"].get<std::string>() + "), deal.II " + known["deal.II"].get<std::string>() +
         ", " + known["compiler"].get<std::string>() + ".\n\n";
}

std::vector<std::string> coverage_cells(const CoverageSummary &summary)
{
  return {std::to_string(summary.cases), Table::number(100 * summary.share(), 4) + " %",
          Table::number(summary.worst_ratio), Table::number(summary.median_excess),
          std::to_string(summary.not_reached)};
}

}  // namespace gammaflow
