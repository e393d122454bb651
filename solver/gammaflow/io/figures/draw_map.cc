// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/io/figures/frame.h>

#include <algorithm>
#include <limits>
#include <tuple>

namespace gammaflow
{
namespace
{
using namespace figure_frame;

double interpolated(const HeatMap &map, double row, double column)
{
  const auto j = std::min(std::size_t(row), map.y.size() - 2),
             i = std::min(std::size_t(column), map.x.size() - 2);
  const double v = row - double(j), u = column - double(i);
  const auto &lower = map.values[j], &upper = map.values[j + 1];
  return (1 - v) * ((1 - u) * lower[i] + u * lower[i + 1]) + v * ((1 - u) * upper[i] + u * upper[i + 1]);
}
}  // namespace

/// The map as pixels between its grid points, and the bar of its scale at the right.
void draw_map(const Figure &figure, Canvas &canvas, double width, double height)
{
  HeatMap map = figure.map;
  if (map.x.size() < 2 || map.y.size() < 2) return;
  if (!(map.high > map.low)) {
    std::tie(map.low, map.high) =
        std::pair(std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity());
    for (const auto &row : map.values)
      for (const double v : row)
        if (std::isfinite(v))
          std::tie(map.low, map.high) = std::pair(std::min(map.low, v), std::max(map.high, v));
    if (map.diverging) map.low = -(map.high = std::max(std::abs(map.low), std::abs(map.high)));
    if (!(map.high > map.low)) std::tie(map.low, map.high) = std::pair(map.low - 0.5, map.low + 0.5);
  }
  Frame frame{46, 8, width - 70, height - 34, figure.x, figure.y};
  std::tie(frame.x.low, frame.x.high) = std::pair(map.x.front(), map.x.back());
  std::tie(frame.y.low, frame.y.high) = std::pair(map.y.front(), map.y.back());
  // both directions have one scale
  const double scale = std::min((frame.right - frame.left) / (frame.x.high - frame.x.low),
                                (frame.bottom - frame.top) / (frame.y.high - frame.y.low));
  frame.right = frame.left + scale * (frame.x.high - frame.x.low);
  frame.top = frame.bottom - scale * (frame.y.high - frame.y.low);
  const auto colour = [&](double value) {
    const double part = (value - map.low) / (map.high - map.low);
    return map.diverging ? diverging(part) : viridis(part);
  };
  constexpr std::size_t pixels = 120;
  std::vector<std::vector<Colour>> rows(pixels, std::vector<Colour>(pixels));
  for (std::size_t j = 0; j < pixels; ++j)
    for (std::size_t i = 0; i < pixels; ++i)
      rows[j][i] = colour(interpolated(map, (1 - (double(j) + 0.5) / pixels) * double(map.y.size() - 1),
                                       (double(i) + 0.5) / pixels * double(map.x.size() - 1)));
  canvas.image({frame.left, frame.top}, frame.right - frame.left, frame.bottom - frame.top, rows);
  draw_axes(frame, ticks_of(frame.x), ticks_of(frame.y), false, canvas);
  if (!figure.curves.empty()) {
    canvas.clip({frame.left, frame.top}, frame.right - frame.left, frame.bottom - frame.top);
    for (const auto &curve : figure.curves) draw_curve(curve, frame, canvas);
    canvas.release();
  }

  constexpr std::size_t steps = 64;
  std::vector<std::vector<Colour>> bar(steps, std::vector<Colour>(1));
  for (std::size_t j = 0; j < steps; ++j)
    bar[j][0] = colour(map.high - (double(j) + 0.5) / steps * (map.high - map.low));
  const double left = frame.right + 10;
  canvas.image({left, frame.top}, 9, frame.bottom - frame.top, bar);
  const Ticks ticks = linear_ticks(map.low, map.high);
  Frame scale_frame = frame;
  scale_frame.y = {"", false, map.low, map.high};
  for (std::size_t i = 0; i < ticks.values.size(); ++i)
    canvas.text({left + 12, scale_frame.down(ticks.values[i]) + 0.35 * small_font}, ticks.labels[i],
                small_font, Anchor::start, ink, false);
  if (ticks.exponent != 0)
    canvas.text({left, frame.bottom + 12}, "\u00d7 " + power_of_ten(ticks.exponent), small_font,
                Anchor::start, ink, false);
}

}  // namespace gammaflow
