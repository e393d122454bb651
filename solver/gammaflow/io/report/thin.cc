// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/io/report/thin.h>

#include <utility>
#include <vector>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

std::size_t length_of(const Json &json)
{
  return json.dump(-1, ' ', false, Json::error_handler_t::replace).size();
}

/// Every other entry, and the last.
void halve(Json &array)
{
  if (!array.is_array()) return;
  Json kept = Json::array();
  for (std::size_t i = 0; i < array.size(); ++i)
    if (i % 2 == 0 || i + 1 == array.size()) kept.push_back(std::move(array[i]));
  array = std::move(kept);
}

void halve_grid(Json &rows)
{
  halve(rows);
  if (rows.is_array())
    for (auto &row : rows) halve(row);
}

bool is_array_in(const Json &object, const char *name)
{
  return object.is_object() && object.contains(name) && object[name].is_array();
}

/// The limit's and the kernel flows' members of a series that have densities.
std::vector<Json *> curves_of(Json &series)
{
  std::vector<Json *> curves;
  if (!series.is_object()) return curves;
  if (series.contains("limit") && is_array_in(series["limit"], "density")) curves.push_back(&series["limit"]);
  if (is_array_in(series, "points"))
    for (auto &point : series["points"])
      if (is_array_in(point, "density")) curves.push_back(&point);
  return curves;
}

bool thin_moments(Json &series, std::size_t least)
{
  const auto curves = curves_of(series);
  bool thinned = false;
  for (Json *curve : curves) {
    if (!is_array_in(*curve, "density_times"))
      (*curve)["density_times"] =
          is_array_in(series, "density_times") ? series["density_times"] : series["times"];
    if ((*curve)["density"].size() / 2 + 1 < least) continue;
    halve((*curve)["density"]);
    halve((*curve)["density_times"]);
    thinned = true;
  }
  if (thinned) series.erase("density_times");
  return thinned;
}

bool thin_grid(Json &series, std::size_t least)
{
  const auto curves = curves_of(series);
  if (curves.empty()) return false;
  Json &grid = series.contains("nodes") && series["nodes"].is_object() ? series["nodes"] : series;
  if (!is_array_in(grid, "y") || grid["y"].size() / 2 + 1 < least) return false;
  halve(grid["x"]);
  halve(grid["y"]);
  for (Json *curve : curves)
    for (auto &frame : (*curve)["density"]) halve_grid(frame);
  if (series.contains("target")) halve_grid(series["target"]);
  return true;
}
}  // namespace

nlohmann::json with_thinned_densities(Json study, std::size_t bytes)
{
  if (!is_array_in(study, "cases")) return study;
  const auto thin_all = [&](const auto &thin) {
    bool thinned = false;
    for (auto &entry : study["cases"])
      if (entry.is_object() && entry.contains("series") && thin(entry["series"])) thinned = true;
    return thinned;
  };
  const auto moments = [](Json &series) { return thin_moments(series, 6); };
  const auto grid = [](Json &series) { return thin_grid(series, 16); };
  while (length_of(study) > bytes)
    if (!thin_all(moments) && !thin_all(grid)) break;
  return study;
}

}  // namespace gammaflow
