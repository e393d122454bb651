// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/io/figures/figure.h>
#include <gammaflow/io/figures/latex_table.h>

#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace gammaflow
{
/// Figures and tables for a paper, from what a report draws.
struct FigureSet {
  std::vector<Figure> figures;
  std::vector<std::pair<std::string, LatexTable>>
      tables;  ///< with the names of their files, without an ending
};

/// Of the report of one evolution (its one case): states, energy, dissipations, balance, mass, smallest
/// value, steps, error bars, observables; tables of the ledger and of the error bars.
FigureSet figures_of_evolution(const nlohmann::json &report);
/// Of one case of a study: each distance against the parameter and over time, states at the time of the
/// largest distance, energy, dissipations, balance; a table of the points and one of the claims.
FigureSet figures_of_case(const nlohmann::json &study_case);

/// Writes NAME.svg, NAME.pdf and NAME.tex of all into `directory`; returns the names of the files.
std::vector<std::string> write_figures(const FigureSet &set, const std::string &directory);

}  // namespace gammaflow
