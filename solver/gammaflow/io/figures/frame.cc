// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/io/figures/frame.h>

#include <algorithm>
#include <limits>
#include <tuple>

namespace gammaflow
{
namespace figure_frame
{
namespace
{
std::size_t characters(const std::string &text)
{
  return std::size_t(std::count_if(text.begin(), text.end(),
                                   [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

}  // namespace

double width_of(const std::string &text, double size)
{
  return 0.6 * size * double(characters(text));
}

bool shown(double value, const Axis &axis)
{
  return std::isfinite(value) && (!axis.logarithmic || value > 0);
}

Axis fitted(Axis axis, const std::vector<double> &values, double room)
{
  if (axis.high > axis.low) return axis;
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const double v : values)
    if (shown(v, axis)) std::tie(low, high) = std::pair(std::min(low, v), std::max(high, v));
  if (!(low <= high)) std::tie(low, high) = axis.logarithmic ? std::pair(0.1, 1.) : std::pair(0., 1.);
  if (axis.logarithmic) {
    const double more = std::max(std::pow(high / low, room), 1.15);
    axis.low = low / more;
    axis.high = high * more;
  } else {
    const double more = high > low ? room * (high - low) : std::max(0.05 * std::abs(high), 1e-300);
    axis.low = low - more;
    axis.high = high + more;
  }
  return axis;
}

Ticks ticks_of(const Axis &axis)
{
  return axis.logarithmic ? logarithmic_ticks(axis.low, axis.high) : linear_ticks(axis.low, axis.high);
}

namespace
{
/// "mass (10⁻⁸)" where the labels of the marks are parts of a power of ten.
std::string label_of(const Axis &axis, const Ticks &ticks)
{
  return axis.label + (ticks.exponent == 0 ? "" : " (" + power_of_ten(ticks.exponent) + ")");
}
}  // namespace

void draw_axes(const Frame &frame, const Ticks &across, const Ticks &up, bool with_grid, Canvas &canvas)
{
  for (std::size_t i = 0; i < across.values.size(); ++i) {
    const double x = frame.across(across.values[i]);
    if (with_grid) canvas.line({{x, frame.top}, {x, frame.bottom}}, {grid, 0.6, {}});
    canvas.line({{x, frame.bottom}, {x, frame.bottom + 3}}, {muted, 0.6, {}});
    canvas.text({x, frame.bottom + 12}, across.labels[i], small_font, Anchor::middle, ink, false);
  }
  for (std::size_t i = 0; i < up.values.size(); ++i) {
    const double y = frame.down(up.values[i]);
    if (with_grid) canvas.line({{frame.left, y}, {frame.right, y}}, {grid, 0.6, {}});
    canvas.line({{frame.left - 3, y}, {frame.left, y}}, {muted, 0.6, {}});
    canvas.text({frame.left - 5, y + 0.35 * small_font}, up.labels[i], small_font, Anchor::end, ink, false);
  }
  canvas.line({{frame.left, frame.top}, {frame.left, frame.bottom}, {frame.right, frame.bottom}},
              {muted, 0.8, {}});
  canvas.text({0.5 * (frame.left + frame.right), frame.bottom + 27}, label_of(frame.x, across), font,
              Anchor::middle, ink, false);
  canvas.text({font + 2, 0.5 * (frame.top + frame.bottom)}, label_of(frame.y, up), font, Anchor::middle, ink,
              true);
}
}  // namespace figure_frame
}  // namespace gammaflow
