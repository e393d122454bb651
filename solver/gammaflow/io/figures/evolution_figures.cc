// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/base/spread_indices.h>
#include <gammaflow/io/figures/from_json.h>
#include <gammaflow/io/figures/report_figures.h>
#include <gammaflow/io/files.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>
#include <tuple>

namespace gammaflow
{
namespace
{
using namespace figure_data;
using Json = nlohmann::json;

const Colour blue{0.17, 0.36, 0.56}, red{0.66, 0.14, 0.11}, green{0.09, 0.40, 0.25}, brown{0.49, 0.32, 0},
    grey{0.45, 0.48, 0.54};

/// The i-th of a few curves that are told apart by their dashes, too.
Curve styled(std::size_t i, std::string name, std::vector<double> x, std::vector<double> y)
{
  static const Colour colours[] = {blue, red, green, brown};
  static const std::vector<double> dashes[] = {{}, {6, 3}, {2, 2}, {8, 2, 2, 2}};
  Curve curve;
  curve.name = std::move(name);
  curve.x = std::move(x);
  curve.y = std::move(y);
  curve.colour = colours[i % 4];
  curve.dashes = dashes[i % 4];
  return curve;
}

/// A figure over time, left out where there is nothing to draw.
void add(FigureSet &set, const std::string &name, const std::string &caption, const std::string &label,
         std::vector<Curve> curves, bool linear = false)
{
  const bool anything = std::any_of(curves.begin(), curves.end(), [](const Curve &curve) {
    return std::any_of(curve.y.begin(), curve.y.end(), [](double y) { return std::isfinite(y); });
  });
  if (!anything) return;
  if (curves.size() == 1) curves.front().name.clear();
  Figure figure;
  figure.name = name;
  figure.caption = caption;
  figure.x.label = "time t";
  figure.y = {label, !linear && wants_logarithm(curves), 0, 0};
  figure.curves = std::move(curves);
  set.figures.push_back(std::move(figure));
}

void add_states(FigureSet &set, const Json &series, const Json &state)
{
  const Json &frames = at(state, "density");
  const auto times = numbers(at(state, "density_times"));
  const std::string what = at(series, "field") == true ? "u" : "density";
  if (!frames.is_array() || frames.size() != times.size() || times.empty()) return;
  const auto x = numbers(at(series, "x")), y = numbers(at(series, "y"));
  if (y.empty()) {
    Figure figure;
    figure.name = "states";
    figure.caption = "The state at several times";
    figure.x.label = "x";
    figure.y.label = what;
    if (const auto target = numbers(at(series, "target")); !target.empty()) {
      Curve curve = styled(0, "target", x, target);
      curve.colour = grey;
      curve.width = 0.8;
      curve.filled = true;
      figure.curves.push_back(curve);
    }
    const auto moments = spread_indices(times.size(), 5);
    for (std::size_t i = 0; i < moments.size(); ++i) {
      Curve curve = styled(0, "t = " + short_number(times[moments[i]]), x, numbers(frames[moments[i]]));
      curve.colour = sweep_colour(i, moments.size());
      figure.curves.push_back(curve);
    }
    if (!x.empty()) std::tie(figure.x.low, figure.x.high) = std::pair(x.front(), x.back());
    set.figures.push_back(figure);
    return;
  }
  const std::string slice = text(at(series, "slice"));
  const std::pair<const char *, std::size_t> moments[] = {{"state-first", 0},
                                                          {"state-last", times.size() - 1}};
  for (const auto &[name, k] : moments) {
    Figure figure;
    figure.name = name;
    figure.caption = "The state at t = " + short_number(times[k]) + (slice.empty() ? "" : ", " + slice);
    figure.x.label = "x";
    figure.y.label = "y";
    figure.map = {x, y, rows(frames[k]), 0, 0, false};
    set.figures.push_back(figure);
  }
}

LatexTable ledger_table(const Json &series, const Json &state)
{
  LatexTable table{"ledger: what was measured at the output times", {"$t$"}, {}};
  const std::pair<const char *, const char *> all[] = {{"mass", "mass"},
                                                       {"minimum", "minimum"},
                                                       {"energy", "$F(u)$"},
                                                       {"primal_dissipated", "$\\int R$"},
                                                       {"dual_dissipated", "$\\int R^*$"},
                                                       {"edb_residual", "balance"},
                                                       {"steps", "steps"}};
  std::vector<std::vector<double>> columns;
  for (const auto &[key, title] : all)
    if (const auto values = numbers(at(state, key));
        std::any_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); })) {
      table.header.push_back(title);
      columns.push_back(values);
    }
  const auto times = numbers(at(series, "times"));
  for (std::size_t n = 0; n < times.size(); ++n) {
    std::vector<std::string> row{latex_number(times[n])};
    for (std::size_t c = 0; c < columns.size(); ++c)
      row.push_back(latex_number(n < columns[c].size() ? columns[c][n] : std::nan(""),
                                 table.header[c + 1] == "balance" ? 2 : 5));
    table.rows.push_back(std::move(row));
  }
  return table;
}

void add_errors(FigureSet &set, const Json &reference)
{
  if (!at(reference, "errors").is_object()) return;
  std::vector<Curve> curves;
  LatexTable table{"error bars: the estimated relative error in each norm", {"$t$"}, {}};
  for (const auto &norm : at(reference, "errors").items()) {
    const auto times = numbers(at(norm.value(), "times")), relative = numbers(at(norm.value(), "relative"));
    curves.push_back(styled(curves.size(), norm.key(), times, relative));
    curves.back().marks = true;
    table.header.push_back(latex_text(norm.key()));
    table.rows.resize(std::max(table.rows.size(), times.size()));
    for (std::size_t n = 0; n < times.size(); ++n) {
      if (table.rows[n].empty()) table.rows[n].push_back(latex_number(times[n]));
      table.rows[n].push_back(latex_number(relative[n], 2));
    }
  }
  if (curves.empty()) return;
  const double tolerance = number_of(at(reference, "tolerance"));
  Curve level = styled(0, "tolerance", {curves[0].x.front(), curves[0].x.back()}, {tolerance, tolerance});
  level.colour = red;
  level.dashes = {1, 2};
  curves.push_back(level);
  add(set, "error-bars", "Relative error in each norm over time, and the tolerance", "relative error",
      curves);
  set.figures.back().y.logarithmic = true;
  set.tables.emplace_back("error-bars", table);
}
}  // namespace

FigureSet figures_of_evolution(const Json &report)
{
  FigureSet set;
  const Json &cases = at(report, "cases");
  if (!cases.is_array() || cases.empty()) return set;
  const Json &study = cases[0], &series = at(study, "series"), &points = at(series, "points");
  if (!points.is_array() || points.empty()) return set;
  const Json &state = points[0];
  const auto times = numbers(at(series, "times"));
  const auto over_time = [&](std::size_t i, const char *name, const char *key) {
    return styled(i, name, times, numbers(at(state, key)));
  };
  add_states(set, series, state);
  add(set, "energy", "Energy over time", "F(u(t))", {over_time(0, "", "energy")});
  add(set, "dissipations", "Primal and dual dissipation over time", "R and R*",
      {over_time(0, "R(u, u\u2032)", "primal_rate"), over_time(1, "R*(u, \u2212DF(u))", "dual_rate")});
  Curve balance = over_time(0, "", "edb_residual");
  for (double &y : balance.y) y = std::abs(y);
  if (!balance.y.empty()) balance.y.front() = std::nan("");
  add(set, "balance", "What the energy-dissipation balance misses over time", "|residual|", {balance});
  Curve mass = over_time(0, "", "mass");
  const double at_start = mass.y.empty() ? 0 : mass.y.front();
  for (double &y : mass.y) y -= at_start;
  add(set, "mass", "Change of the mass over time", "mass \u2212 mass at 0", {mass}, true);
  add(set, "minimum", "Smallest nodal value over time", "smallest value", {over_time(0, "", "minimum")});
  Curve steps = over_time(0, "", "steps");
  if (!steps.y.empty()) steps.y.front() = std::nan("");
  add(set, "steps", "Steps of time integration since the output before", "steps", {steps}, true);
  add_errors(set, at(report, "reference"));
  std::set<std::string> names;
  if (at(study, "observables").is_array())
    for (const auto &observable : at(study, "observables")) {
      Curve curve = styled(0, "", times, numbers(at(observable, "values")));
      curve.bars = numbers(at(observable, "bars"));
      const std::string title = text(at(observable, "name"), "observable");
      std::string name = "observable-" + file_name(title);
      while (!names.insert(name).second) name += "-2";
      add(set, name, title + " over time", title, {curve}, true);
    }
  set.tables.emplace_back("ledger", ledger_table(series, state));
  return set;
}

std::vector<std::string> write_figures(const FigureSet &set, const std::string &directory)
{
  namespace fs = std::filesystem;
  std::error_code error;
  fs::create_directories(directory, error);  // write_file() says what fails
  std::vector<std::string> names;
  for (const auto &figure : set.figures) {
    write_figure(figure, directory);
    for (const char *ending : {".svg", ".pdf"}) names.push_back(figure.name + ending);
  }
  for (const auto &[name, table] : set.tables) {
    write_file((fs::path(directory) / (name + ".tex")).string(), latex_of(table));
    names.push_back(name + ".tex");
  }
  return names;
}

}  // namespace gammaflow
