// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/io/figures/frame.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace gammaflow
{
namespace figure_frame
{
void draw_curve(const Curve &curve, const Frame &frame, Canvas &canvas)
{
  std::vector<PlanePoint> piece;
  const auto finish = [&] {
    if (curve.filled && piece.size() > 1) {
      std::vector<PlanePoint> area = piece;
      const double zero = frame.y.logarithmic ? frame.bottom : frame.down(std::max(0., frame.y.low));
      area.push_back({piece.back().x, zero});
      area.push_back({piece.front().x, zero});
      canvas.fill(area, curve.colour, 0.18);
    }
    if (curve.line && piece.size() > 1) canvas.line(piece, {curve.colour, curve.width, curve.dashes});
    piece.clear();
  };
  for (std::size_t i = 0; i < std::min(curve.x.size(), curve.y.size()); ++i) {
    if (!shown(curve.x[i], frame.x) || !shown(curve.y[i], frame.y)) {
      finish();
      continue;
    }
    piece.push_back({frame.across(curve.x[i]), frame.down(curve.y[i])});
    const double bar = i < curve.bars.size() ? curve.bars[i] : 0;
    if (bar > 0 && std::isfinite(bar)) {
      const double low = curve.y[i] - bar;
      const PlanePoint at = piece.back();
      const double below = shown(low, frame.y) ? frame.down(low) : frame.bottom,
                   above = frame.down(curve.y[i] + bar);
      canvas.line({{at.x, below}, {at.x, above}}, {curve.colour, 0.8, {}});
      for (const double y : {below, above})
        canvas.line({{at.x - 2, y}, {at.x + 2, y}}, {curve.colour, 0.8, {}});
    }
  }
  finish();
  for (std::size_t i = 0; curve.marks && i < std::min(curve.x.size(), curve.y.size()); ++i)
    if (shown(curve.x[i], frame.x) && shown(curve.y[i], frame.y))
      canvas.circle({frame.across(curve.x[i]), frame.down(curve.y[i])}, curve.radius, curve.colour,
                    i < curve.open.size() && curve.open[i]);
}
}  // namespace figure_frame

namespace
{
using namespace figure_frame;

/// The legend above the frame: where its entries stand, and the height that they take.
struct Legend {
  std::vector<std::pair<const Curve *, PlanePoint>> entries;
  double height = 8;
};

Legend legend_of(const Figure &figure, double left, double right)
{
  Legend legend;
  double x = left, y = 12;
  for (const auto &curve : figure.curves) {
    if (curve.name.empty()) continue;
    const double width = 24 + width_of(curve.name, small_font) + 8;
    if (!legend.entries.empty() && x + width > right) {
      x = left;
      y += 12;
    }
    legend.entries.push_back({&curve, {x, y}});
    legend.height = y + 6;
    x += width;
  }
  return legend;
}

void draw_legend(const Legend &legend, Canvas &canvas)
{
  for (const auto &[curve, at] : legend.entries) {
    const double y = at.y - 3;
    if (curve->line) canvas.line({{at.x, y}, {at.x + 19, y}}, {curve->colour, curve->width, curve->dashes});
    if (curve->marks)
      canvas.circle({at.x + 9.5, y}, curve->radius, curve->colour, !curve->open.empty() && curve->open[0]);
    canvas.text({at.x + 23, at.y}, curve->name, small_font, Anchor::start, ink, false);
  }
}

double widest(const Ticks &ticks)
{
  double width = 0;
  for (const auto &label : ticks.labels) width = std::max(width, width_of(label, small_font));
  return width;
}

void draw_curves(const Figure &figure, Canvas &canvas, double width, double height)
{
  Frame frame{0, 0, width - 12, height - 34, figure.x, figure.y};
  std::vector<double> xs, ys;
  for (const auto &curve : figure.curves) {
    xs.insert(xs.end(), curve.x.begin(), curve.x.end());
    for (std::size_t i = 0; i < curve.y.size(); ++i) {
      const double bar = i < curve.bars.size() && std::isfinite(curve.bars[i]) ? curve.bars[i] : 0;
      for (const double sign : {-1., 0., 1.}) ys.push_back(curve.y[i] + sign * bar);
    }
    if (curve.filled) ys.push_back(0);
  }
  // lower ends of bars far below all values would squeeze a logarithmic axis
  if (figure.y.logarithmic) {
    double least = std::numeric_limits<double>::infinity();
    for (const auto &curve : figure.curves)
      for (const double y : curve.y)
        if (shown(y, figure.y)) least = std::min(least, y);
    for (double &y : ys)
      if (y > 0 && y < 0.3 * least) y = 0.3 * least;
  }
  frame.x = fitted(figure.x, xs, figure.x.logarithmic ? 0.05 : 0);
  frame.y = fitted(figure.y, ys, 0.05);
  const Ticks across = ticks_of(frame.x), up = ticks_of(frame.y);
  frame.left = 22 + widest(up);
  const Legend legend = legend_of(figure, frame.left, width - 8);
  frame.top = legend.height;
  draw_legend(legend, canvas);
  draw_axes(frame, across, up, true, canvas);
  canvas.clip({frame.left - 3, frame.top - 3}, frame.right - frame.left + 6, frame.bottom - frame.top + 6);
  for (const auto &curve : figure.curves) draw_curve(curve, frame, canvas);
  canvas.release();
}
}  // namespace

double height_for(const Figure &figure, double width)
{
  if (!figure.map.values.empty()) return 0.8 * width;
  return 0.62 * width + legend_of(figure, 60, width - 8).height;
}

void draw(const Figure &figure, Canvas &canvas, double width, double height)
{
  if (figure.map.values.empty())
    draw_curves(figure, canvas, width, height);
  else
    draw_map(figure, canvas, width, height);
}

}  // namespace gammaflow
