// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/io/figures/comparison_figures.h>
#include <gammaflow/io/figures/from_json.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace gammaflow
{
namespace
{
using namespace figure_data;
using Json = nlohmann::json;
const Colour blue{0.17, 0.36, 0.56}, grey{0.45, 0.48, 0.54}, white_ring{0.66, 0.14, 0.11};

/// The range of numbers in nested arrays.
void widen(const Json &values, double &low, double &high)
{
  if (values.is_array())
    for (const auto &value : values) widen(value, low, high);
  else if (values.is_number()) {
    low = std::min(low, values.get<double>());
    high = std::max(high, values.get<double>());
  }
}

/// The steps of a histogram.
Curve steps_of(const Json &histogram)
{
  Curve curve;
  const auto edges = numbers(at(histogram, "edges")), heights = numbers(at(histogram, "heights"));
  for (std::size_t b = 0; b < heights.size() && b + 1 < edges.size(); ++b)
    for (const double x : {edges[b], edges[b + 1]}) {
      curve.x.push_back(x);
      curve.y.push_back(heights[b]);
    }
  curve.name = "particles (histogram)";
  curve.colour = blue;
  curve.filled = true;
  curve.width = 0.8;
  return curve;
}

Figure on_line(const Json &picture, double low, double high)
{
  Figure figure;
  figure.x.label = "x";
  figure.y = {"density", false, std::min(0., 1.05 * low), 1.05 * high};
  const auto x = numbers(at(picture, "x"));
  Curve reference;
  reference.name = "reference";
  reference.x = x;
  reference.y = numbers(at(picture, "reference"));
  reference.colour = grey;
  if (at(picture, "histogram").is_object())
    figure.curves.push_back(steps_of(at(picture, "histogram")));
  else {
    Curve values;
    values.name = "candidate";
    values.x = x;
    values.y = numbers(at(picture, "values"));
    values.colour = blue;
    values.dashes = {6, 3};
    figure.curves.push_back(values);
    reference.filled = true;
    figure.y.label = "value";
  }
  figure.curves.push_back(reference);
  return figure;
}

Figure map_of(const Json &picture, const char *key, double low, double high)
{
  Figure figure;
  figure.x.label = "x";
  figure.y.label = "y";
  figure.map = {
      numbers(at(picture, "x")), numbers(at(picture, "y")), rows(at(picture, key)), low, high, false};
  return figure;
}

/// Particles on the map of the reference, or the maps of both.
std::vector<Figure> on_plane(const Json &picture, double low, double high)
{
  std::vector<Figure> figures{map_of(picture, "reference", low, high)};
  if (!at(picture, "points").is_array()) {
    figures.push_back(map_of(picture, "values", low, high));
    figures[0].name = "reference";
    figures[1].name = "candidate";
    return figures;
  }
  Curve points;
  for (const auto &point : at(picture, "points")) {
    const auto x = numbers(point);
    if (x.size() < 2) continue;
    points.x.push_back(x[0]);
    points.y.push_back(x[1]);
  }
  points.line = false;
  points.marks = true;
  points.open.assign(points.x.size(), true);
  points.radius = 1.3;
  points.colour = white_ring;
  figures[0].name = "reference and particles";
  figures[0].curves.push_back(points);
  return figures;
}

std::string note_of(const Json &picture)
{
  const std::string slice = text(at(picture, "slice"));
  std::string note = slice.empty() ? "" : "The slice " + slice + ". ";
  const Json &shown = at(picture, "shown"), &all = at(picture, "particles");
  if (shown.is_number() && all.is_number() && shown != all)
    note += shown.dump() + " of " + all.dump() + " particles are shown" +
            (slice.empty() ? ". " : ", those within a twentieth of the height. ");
  return note;
}
}  // namespace

std::vector<ComparisonFrames> comparison_frames(const Json &report)
{
  std::vector<ComparisonFrames> result;
  for (const auto &candidate : at(report, "candidates")) {
    ComparisonFrames of{std::filesystem::path(text(at(candidate, "name"))).filename().string(), {}};
    const Json &pictures = at(candidate, "pictures");
    double low = INFINITY, high = -INFINITY;
    for (const auto &picture : pictures) {
      for (const char *key : {"reference", "values"}) widen(at(picture, key), low, high);
      widen(at(at(picture, "histogram"), "heights"), low, high);
    }
    if (!(high > low)) high = (low = std::isfinite(low) ? low : 0) + 1;
    for (const auto &picture : pictures) {
      ComparisonFrame frame{at(picture, "time").get<double>(), note_of(picture), {}};
      if (at(picture, "y").is_array())
        frame.figures = on_plane(picture, low, high);
      else
        frame.figures = {on_line(picture, low, high)};
      for (Figure &figure : frame.figures)
        figure.caption = (figure.name.empty() ? std::string("reference and candidate") : figure.name) +
                         ", t = " + short_number(frame.time);
      of.frames.push_back(std::move(frame));
    }
    result.push_back(std::move(of));
  }
  return result;
}

}  // namespace gammaflow
