// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/io/figures/figure.h>
#include <gammaflow/io/figures/ticks.h>

#include <cmath>

namespace gammaflow
{
/// How axes are drawn: shared by curves and maps.
namespace figure_frame
{
const Colour ink{0.11, 0.13, 0.16}, muted{0.36, 0.38, 0.44}, grid{0.91, 0.90, 0.87};
constexpr double font = 9, small_font = 8;

/// About how wide a text is: a canvas need not know its font.
double width_of(const std::string &text, double size);

/// A rectangle of the sheet with the values at its edges.
struct Frame {
  double left, top, right, bottom;
  Axis x, y;

  static double part(const Axis &axis, double value)
  {
    return axis.logarithmic ? std::log(value / axis.low) / std::log(axis.high / axis.low)
                            : (value - axis.low) / (axis.high - axis.low);
  }
  double across(double value) const { return left + part(x, value) * (right - left); }
  double down(double value) const { return bottom - part(y, value) * (bottom - top); }
};

/// Whether a number can be drawn along the axis.
bool shown(double value, const Axis &axis);
/// The axis with a range that holds the values, and a little more (`room`); a range that is given stays.
Axis fitted(Axis axis, const std::vector<double> &values, double room);
Ticks ticks_of(const Axis &axis);
/// Lines, bars and marks of a curve.
void draw_curve(const Curve &curve, const Frame &frame, Canvas &canvas);
void draw_axes(const Frame &frame, const Ticks &across, const Ticks &up, bool with_grid, Canvas &canvas);
}  // namespace figure_frame

/// The part of draw() for maps.
void draw_map(const Figure &figure, Canvas &canvas, double width, double height);

}  // namespace gammaflow
