// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/io/figures/comparison_figures.h>
#include <gammaflow/io/figures/from_json.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>

namespace gammaflow
{
namespace
{
using namespace figure_data;
using Json = nlohmann::json;
const Colour grey{0.45, 0.48, 0.54}, blue{0.17, 0.36, 0.56};

std::string name_of(const Json &candidate)
{
  const std::string file = std::filesystem::path(text(at(candidate, "name"))).filename().string();
  const double parameter = number_in(candidate, "parameter");
  return file + (std::isfinite(parameter) ? " (" + short_number(parameter) + ")" : "");
}

/// What is known of one distance of one candidate, point by point: over its times, or one for each candidate.
struct Series {
  std::vector<double> x, value, error, sample, deviation;

  void add(double at_x, const Json &distance)
  {
    x.push_back(at_x);
    value.push_back(number_in(distance, "value"));
    error.push_back(number_in(distance, "error"));
    sample.push_back(number_in(at(distance, "sampling"), "mean"));
    deviation.push_back(3 * number_in(at(distance, "sampling"), "deviation"));
  }
  bool sampled() const
  {
    return std::any_of(sample.begin(), sample.end(), [](double s) { return std::isfinite(s); });
  }
};

Curve curve_of(const Series &series, const std::string &name, const Colour &colour)
{
  Curve curve;
  curve.name = name;
  curve.x = series.x;
  curve.y = series.value;
  curve.bars = series.error;
  curve.colour = colour;
  curve.marks = true;
  return curve;
}

Curve samples_of(const Series &series, const std::string &name, const Colour &colour)
{
  Curve curve = curve_of(series, name, colour);
  curve.y = series.sample;
  curve.bars = series.deviation;
  curve.dashes = {3, 3};
  curve.open.assign(curve.y.size(), true);
  return curve;
}

const Json &distance_in(const Json &snapshot, const std::string &name)
{
  static const Json none;
  for (const auto &distance : at(snapshot, "distances"))
    if (at(distance, "distance") == name) return distance;
  return none;
}

std::vector<std::string> names_of_distances(const Json &candidates)
{
  std::vector<std::string> names;
  for (const auto &candidate : candidates)
    for (const auto &snapshot : at(candidate, "snapshots"))
      for (const auto &distance : at(snapshot, "distances"))
        if (const std::string name = text(at(distance, "distance"));
            std::find(names.begin(), names.end(), name) == names.end())
          names.push_back(name);
  return names;
}

Figure begun(const std::string &kind, const std::string &distance, const std::string &caption,
             const std::string &across)
{
  Figure figure;
  figure.name = kind + "-" + file_name(distance);
  figure.caption = caption;
  figure.x.label = across;
  figure.y.label = distance;
  return figure;
}

/// A curve for each candidate, and what samples have.
std::optional<Figure> over_time(const Json &candidates, const std::string &name)
{
  Figure figure = begun("distance", name,
                        name + " over time with its error, and what independent samples have", "time t");
  std::vector<Curve> samples;
  std::size_t longest = 0;
  for (std::size_t k = 0; k < candidates.size(); ++k) {
    Series series;
    for (const auto &snapshot : at(candidates[k], "snapshots"))
      if (const Json &d = distance_in(snapshot, name); d.is_object())
        series.add(number_in(snapshot, "time"), d);
    if (series.x.empty()) continue;
    longest = std::max(longest, series.x.size());
    const bool one = candidates.size() == 1;
    const Colour colour = one ? blue : sweep_colour(k, candidates.size());
    figure.curves.push_back(curve_of(series, one ? name : name_of(candidates[k]), colour));
    if (series.sampled())
      samples.push_back(
          samples_of(series, samples.empty() ? "independent samples" : "", one ? grey : colour));
  }
  if (longest < 2 && candidates.size() > 1) return std::nullopt;
  figure.curves.insert(figure.curves.end(), samples.begin(), samples.end());
  figure.y.logarithmic = wants_logarithm(figure.curves);
  return figure;
}

/// The largest value over the times for each candidate: over the parameter, or by its number.
Figure over_candidates(const Json &candidates, const std::string &name)
{
  const bool family = std::isfinite(number_in(candidates[0], "parameter"));
  Figure figure =
      begun("family", name,
            name + ", the largest over the times, with its error, and what independent samples have",
            family ? "parameter" : "candidate");
  std::vector<std::pair<double, Json>> largest;
  for (std::size_t k = 0; k < candidates.size(); ++k) {
    Json most;
    for (const auto &snapshot : at(candidates[k], "snapshots"))
      if (const Json &d = distance_in(snapshot, name);
          d.is_object() && (most.is_null() || number_in(d, "value") > number_in(most, "value")))
        most = d;
    if (!most.is_null())
      largest.emplace_back(family ? number_in(candidates[k], "parameter") : double(k + 1), most);
  }
  std::sort(largest.begin(), largest.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
  Series series;
  for (const auto &[x, distance] : largest) series.add(x, distance);
  figure.curves.push_back(curve_of(series, name, blue));
  figure.curves.back().line = family;
  if (series.sampled()) {
    figure.curves.push_back(samples_of(series, "independent samples", grey));
    figure.curves.back().line = family;
  }
  figure.x.logarithmic = family;
  figure.y.logarithmic = family || wants_logarithm(figure.curves);
  return figure;
}

/// Lines of the lowest and the highest order that the judge leaves, through the point of the largest
/// parameter.
void add_interval(Figure &figure, const Json &rate)
{
  const Curve &values = figure.curves.front();
  if (at(rate, "known") != true || values.x.size() < 2) return;
  const double last = values.x.back(), first = values.x.front(), value = values.y.back();
  for (const char *key : {"low", "high"}) {
    const double order = number_in(rate, key);
    if (!std::isfinite(order) || !(value > 0)) continue;
    Curve line;
    line.name = std::string(key == std::string("low") ? "order from " : "to ") + short_number(order);
    line.x = {first, last};
    line.y = {value * std::pow(first / last, order), value};
    line.colour = {0.66, 0.14, 0.11};
    line.dashes = key == std::string("low") ? std::vector<double>{6, 3} : std::vector<double>{2, 2};
    line.width = 0.8;
    figure.curves.push_back(line);
  }
}

LatexTable table_of(const Json &candidates)
{
  LatexTable table{"distances from the reference, with their errors, and what independent samples have",
                   {"candidate", "$t$", "distance", "value", "of samples"},
                   {}};
  for (const auto &candidate : candidates)
    for (const auto &snapshot : at(candidate, "snapshots"))
      for (const auto &d : at(snapshot, "distances"))
        table.rows.push_back({latex_text(name_of(candidate)), latex_number(number_in(snapshot, "time")),
                              latex_text(text(at(d, "distance"))),
                              latex_measured(number_in(d, "value"), number_in(d, "error")),
                              latex_measured(number_in(at(d, "sampling"), "mean"),
                                             number_in(at(d, "sampling"), "deviation"))});
  return table;
}

/// The first and the last frame of each candidate, as files of their own.
void add_states(FigureSet &set, const Json &report)
{
  std::size_t number = 0;
  for (auto &candidate : comparison_frames(report)) {
    ++number;
    for (const bool last : {false, true}) {
      if (candidate.frames.empty() || (last && candidate.frames.size() < 2)) continue;
      for (Figure figure : (last ? candidate.frames.back() : candidate.frames.front()).figures) {
        figure.name = "state-" + std::to_string(number) + (figure.name == "reference" ? "-reference" : "") +
                      (last ? "-last" : "-first");
        figure.caption = candidate.name + ": " + figure.caption;
        set.figures.push_back(figure);
      }
    }
  }
}
}  // namespace

FigureSet figures_of_comparison(const Json &report)
{
  FigureSet set;
  const Json &candidates = at(report, "candidates");
  if (!candidates.is_array() || candidates.empty()) return set;
  for (const auto &name : names_of_distances(candidates)) {
    if (auto figure = over_time(candidates, name)) set.figures.push_back(std::move(*figure));
    if (candidates.size() == 1) continue;
    Figure figure = over_candidates(candidates, name);
    for (const auto &rate : at(report, "rates"))
      if (at(rate, "distance") == name) add_interval(figure, rate);
    set.figures.push_back(std::move(figure));
  }
  add_states(set, report);
  set.tables.emplace_back("distances", table_of(candidates));
  return set;
}

}  // namespace gammaflow
