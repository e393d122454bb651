// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/io/figures/report_figures.h>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace gammaflow
{
/// The candidate and the reference at one time: in 1D one picture, in 2D and 3D maps.
struct ComparisonFrame {
  double time = 0;
  std::string note;  ///< what is not shown
  std::vector<Figure> figures;
};
/// Of one candidate, in ascending order of time; all with the same scales.
struct ComparisonFrames {
  std::string name;
  std::vector<ComparisonFrame> frames;
};

/// Of compare.json with `pictures` of each candidate (program/comparison_pictures.h).
std::vector<ComparisonFrames> comparison_frames(const nlohmann::json &report);

/// Of compare.json: each distance over time (of a family at one time: over the parameter) with its error bars
/// and beside it what independent samples have; orders of a family with the interval of the judge; each
/// candidate at its first and last time; a table of all distances.
FigureSet figures_of_comparison(const nlohmann::json &report);

/// compare.json with pictures and `computed` (program/evolution_report.h) as a page that needs nothing else.
/// Without scripts it shows the same, one picture below the other.
std::string comparison_page(const nlohmann::json &report);

}  // namespace gammaflow
