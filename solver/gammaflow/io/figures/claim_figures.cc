// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/base/with_settings.h>
#include <gammaflow/io/figures/claim_figures.h>
#include <gammaflow/io/figures/from_json.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
using namespace figure_data;
using Json = nlohmann::json;

const Json &list(const Json &json)
{
  static const Json none = Json::array();
  return json.is_array() ? json : none;
}

const Json &claim_of(const Json &study_case, int which)
{
  static const Json none;
  for (const auto &claim : list(at(study_case, "claims")))
    if (at(claim, "claim") == which) return claim;
  return none;
}

/// The i-th of n curves over the parameter; which one it is is said by its dashes, too.
Curve marked(std::size_t i, std::size_t n, std::string name)
{
  static const std::vector<double> dashes[] = {{}, {6, 3}, {2, 2}, {8, 2, 2, 2}, {10, 4}, {4, 2, 1, 2}};
  Curve curve;
  curve.name = std::move(name);
  curve.colour = sweep_colour(i, n);
  curve.dashes = dashes[i % 6];
  curve.marks = true;
  return curve;
}

void add_point(Curve &curve, double x, double y, double bar)
{
  curve.x.push_back(x);
  curve.y.push_back(y);
  curve.bars.push_back(bar);
}

void add(FigureSet &set, Figure figure, const std::string &parameter)
{
  figure.x = {parameter, true, 0, 0};
  figure.y.logarithmic = true;
  figure.curves.erase(std::remove_if(figure.curves.begin(), figure.curves.end(),
                                     [](const Curve &curve) { return curve.x.empty(); }),
                      figure.curves.end());
  if (!figure.curves.empty()) set.figures.push_back(std::move(figure));
}

/// The lower bound of D_e over D along each probe. Where R_e may be infinite there is no upper bound, and the
/// marks are open.
Figure lower_bound(const Json &probes)
{
  Figure figure;
  figure.name = "lower-bound";
  figure.caption = "The functional along probe curves over that of their limit; open: lower bounds";
  figure.y.label = "D of the flow / D of the limit";
  for (const auto &probe : probes) {
    Curve curve = marked(figure.curves.size(), probes.size(), text(at(probe, "name"), "probe"));
    for (const auto &point : list(at(probe, "points"))) {
      const auto total = numbers(at(point, "total"));
      const double limit = number_of(at(point, "limit"));
      if (total.empty() || !std::isfinite(total[0]) || !(limit > 0)) continue;
      add_point(curve, number_of(at(point, "parameter")), total[0] / limit,
                number_of(at(point, "delta")) / limit);
      curve.open.push_back(total.size() < 2 || !std::isfinite(total[1]));
    }
    figure.curves.push_back(std::move(curve));
  }
  return figure;
}

Figure recovery(const Json &sequences)
{
  Figure figure;
  figure.name = "recovery";
  figure.caption = "How far the functional along recovery sequences is from that of the limit";
  figure.y.label = "|D of the sequence \u2212 D|";
  for (const auto &sequence : sequences) {
    Curve curve = marked(figure.curves.size(), sequences.size(),
                         text(at(sequence, "probe")) + ", " + text(at(sequence, "kind")));
    for (const auto &point : list(at(sequence, "points"))) {
      const auto total = numbers(at(point, "total"));
      const double gap = total.empty() ? std::nan("") : std::abs(total[0] - number_of(at(point, "limit")));
      if (!(gap > 0) || !std::isfinite(gap)) continue;
      add_point(curve, number_of(at(point, "parameter")), gap, number_of(at(point, "delta")));
    }
    figure.curves.push_back(std::move(curve));
  }
  return figure;
}

Figure potentials(const Json &mosco)
{
  Figure figure;
  figure.name = "potentials";
  figure.caption = "Largest relative difference of the potentials at the initial state to those of the limit";
  figure.y.label = "largest relative difference";
  for (const auto &[name, key] : {std::pair("R*", "dual"), std::pair("R", "primal")}) {
    Curve curve = marked(figure.curves.size(), 2, name);
    for (const auto &row : list(at(at(mosco, key), "largest"))) {
      const double value = number_of(at(row, "value"));
      if (value > 0) add_point(curve, number_of(at(row, "parameter")), value, number_of(at(row, "delta")));
    }
    figure.curves.push_back(std::move(curve));
  }
  return figure;
}

/// The distance to a limit against the ridge, a curve for each bandwidth.
Figure map_to(const Json &map, const Json &limit, std::size_t number)
{
  Figure figure;
  figure.name = "map-" + std::to_string(number);
  figure.caption = "Distance to " + with_settings(text(at(limit, "geometry")), text(at(limit, "settings"))) +
                   " against the ridge, for each bandwidth";
  figure.y.label = text(at(map, "distance"), "distance");
  const auto bandwidths = numbers(at(map, "bandwidths")), ridges = numbers(at(map, "ridges"));
  const Json &values = list(at(limit, "values"));
  for (std::size_t i = 0; i < std::min(bandwidths.size(), values.size()); ++i) {
    Curve curve = marked(i, bandwidths.size(), "\u03c3 = " + short_number(bandwidths[i]));
    const Json &row = list(values[i]);
    for (std::size_t j = 0; j < std::min(ridges.size(), row.size()); ++j) {
      const double value = number_of(at(row[j], "value"));
      if (!(value > 0)) continue;
      add_point(curve, ridges[j], value, number_of(at(row[j], "delta")));
      curve.open.push_back(at(row[j], "resolved") != true);
    }
    figure.curves.push_back(std::move(curve));
  }
  return figure;
}

/// Where the nearer limit changes: at a given bandwidth, the ridge, with the decided points around it as its
/// bar.
Figure change_of_limit(const Json &map)
{
  Figure figure;
  figure.name = "map-change";
  figure.caption = "The ridge at which the nearer limit changes; bars: the decided points around";
  figure.y.label = "ridge \u03bb";
  Curve curve = marked(0, 1, "");
  curve.line = false;
  for (const auto &crossing : list(at(at(map, "change"), "crossings"))) {
    if (text(at(crossing, "along")) != "ridge") continue;
    const double ridge = number_of(at(crossing, "ridge"));
    add_point(curve, number_of(at(crossing, "bandwidth")), ridge,
              std::max(number_of(at(crossing, "high")) - ridge, ridge - number_of(at(crossing, "low"))));
  }
  figure.curves.push_back(std::move(curve));
  return figure;
}
}  // namespace

void add_claim_figures(FigureSet &set, const Json &study_case, const std::string &parameter)
{
  add(set, lower_bound(list(at(claim_of(study_case, 4), "probes"))), parameter);
  add(set, recovery(list(at(claim_of(study_case, 5), "sequences"))), parameter);
  add(set, potentials(at(study_case, "mosco")), parameter);
  const Json &map = at(study_case, "map");
  std::size_t number = 0;
  for (const auto &limit : list(at(map, "limits"))) add(set, map_to(map, limit, number++), "ridge \u03bb");
  add(set, change_of_limit(map), "bandwidth \u03c3");
}

}  // namespace gammaflow
