// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/processes.h>
#include <gammaflow/io/figures/comparison_figures.h>
#include <gammaflow/io/figures/report_figures.h>
#include <gammaflow/io/files.h>
#include <gammaflow/program/figure_files.h>
#include <gammaflow/program/methods.h>
#include <gammaflow/study/points/study_files.h>

#include <filesystem>

namespace gammaflow
{
namespace
{
namespace fs = std::filesystem;

void write(const FigureSet &set, const fs::path &folder)
{
  if (!is_root()) return;
  std::error_code error;
  fs::remove_all(folder, error);  // none stays that is of another computation
  write_figures(set, folder.string());
}
}  // namespace

std::string write_figures_of(const nlohmann::json &report, const std::string &directory)
{
  if (report.value("format", "") == "GammaFlow comparison 1") {
    const fs::path folder = fs::path(directory) / "figures";
    write(figures_of_comparison(report), folder);
    return folder.string();
  }
  if (report.value("kind", "study") == "evolution") {
    const fs::path folder = fs::path(directory) / "figures";
    write(figures_of_evolution(report), folder);
    return folder.string();
  }
  for (const auto &entry : report.at("cases")) {
    const fs::path folder = fs::path(case_directory(directory, entry.at("name"))) / "figures";
    write(figures_of_case(entry), folder);
    if (is_root()) write_file((folder / "methods.tex").string(), methods_latex(report, entry));
  }
  return (fs::path(directory) / "cases" / "*" / "figures").string();
}

}  // namespace gammaflow
