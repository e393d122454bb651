// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/spread_indices.h>
#include <gammaflow/program/comparison_pictures.h>
#include <gammaflow/study/points/series.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;
constexpr std::size_t most_frames = 21, most_marks = 20000;  ///< marks of all frames together

/// Four digits: a drawing shows no more.
double short_of(double value)
{
  if (value == 0 || !std::isfinite(value)) return value;
  const double scale = std::pow(10., 3 - std::floor(std::log10(std::abs(value))));
  return std::round(value * scale) / scale;
}

Json begun(const StoredEvolution &reference, double time, double factor)
{
  const auto space = reference.shared_space(time);
  Vector u = reference.state(time);
  u *= factor;
  Json picture = plot_grid(*space);
  picture["time"] = time;
  picture["reference"] = on_plot_grid(*space, u);
  return picture;
}

/// The density of the particles on equal parts of the interval.
Json histogram(const PointMeasure &particles, double lower, double upper, double effective)
{
  const auto bins = std::size_t(std::clamp(2 * std::sqrt(effective), 10., 80.));
  const double width = (upper - lower) / double(bins);
  std::vector<double> edges, heights(bins, 0.);
  for (std::size_t b = 0; b <= bins; ++b) edges.push_back(lower + width * double(b));
  for (std::size_t i = 0; i < particles.size(); ++i) {
    const double at = (particles.coordinate(0)[i] - lower) / width;
    if (at >= 0 && at <= double(bins))
      heights[std::min(std::size_t(at), bins - 1)] += particles.weight(i) / particles.mass() / width;
  }
  for (double &height : heights) height = short_of(height);
  return {{"edges", edges}, {"heights", heights}};
}

/// Evenly chosen in the order of the file; in 3D of those within a twentieth of the height from the middle.
Json marks(const PointMeasure &particles, const Space &space, std::size_t most)
{
  std::vector<std::size_t> inside;
  const double middle = (space.lower()[2] + space.upper()[2]) / 2,
               near = (space.upper()[2] - space.lower()[2]) / 20;
  for (std::size_t i = 0; i < particles.size(); ++i) {
    const Point x = particles.point(i);
    bool shown = space.dim() < 3 || std::abs(x[2] - middle) <= near;
    for (unsigned d = 0; d < 2; ++d) shown = shown && x[d] >= space.lower()[d] && x[d] <= space.upper()[d];
    if (shown) inside.push_back(i);
  }
  Json points = Json::array();
  for (const std::size_t k : spread_indices(inside.size(), most)) {
    const Point x = particles.point(inside[k]);
    points.push_back({short_of(x[0]), short_of(x[1])});
  }
  return points;
}
}  // namespace

Json pictures_of(const StoredEvolution &reference, const std::vector<Snapshot> &candidate)
{
  Json pictures = Json::array();
  const double end = reference.times().back();
  const auto frames = spread_indices(candidate.size(), most_frames);
  for (const std::size_t k : frames) {
    const PointMeasure &particles = candidate[k].particles;
    const double time = std::min(candidate[k].time.value_or(end), end);
    const auto space = reference.shared_space(time);
    Json picture = begun(reference, time, 1 / space->integrate(reference.state(time)));
    picture["particles"] = particles.size();
    if (space->dim() == 1)
      picture["histogram"] =
          histogram(particles, space->lower()[0], space->upper()[0], effective_size(particles));
    else {
      picture["points"] =
          marks(particles, *space, std::clamp<std::size_t>(most_marks / frames.size(), 200, 1000));
      picture["shown"] = picture["points"].size();
    }
    pictures.push_back(std::move(picture));
  }
  return pictures;
}

Json pictures_of(const StoredEvolution &reference, const std::vector<CandidateField> &candidate)
{
  Json pictures = Json::array();
  const double end = reference.times().back();
  for (const std::size_t k : spread_indices(candidate.size(), most_frames)) {
    const double time = std::min(candidate[k].time.value_or(end), end);
    const auto space = reference.shared_space(time);
    const auto at_nodes = candidate[k].values(space->nodes());
    Vector values = space->zero();
    std::copy(at_nodes.begin(), at_nodes.end(), values.begin());
    Json picture = begun(reference, time, 1);
    picture["values"] = on_plot_grid(*space, values);
    pictures.push_back(std::move(picture));
  }
  return pictures;
}

}  // namespace gammaflow
