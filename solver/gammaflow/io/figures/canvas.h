// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <vector>

namespace gammaflow
{
/// Red, green, blue, each from 0 to 1.
struct Colour {
  double r = 0, g = 0, b = 0;
};

/// A place on the sheet.
struct PlanePoint {
  double x = 0, y = 0;
};

/// How a line is drawn.
struct Stroke {
  Colour colour;
  double width = 1;
  std::vector<double> dashes;  ///< lengths on, off, on, ...; empty: a full line
};

enum class Anchor { start, middle, end };

/// A sheet to draw on, in points (1/72 inch), y down. A new format is one file and one line in
/// write_figure().
class Canvas
{
 public:
  virtual ~Canvas() = default;
  virtual void line(const std::vector<PlanePoint> &points, const Stroke &stroke) = 0;
  /// A polygon.
  virtual void fill(const std::vector<PlanePoint> &points, const Colour &colour, double opacity) = 0;
  /// A disc, white inside where `open`.
  virtual void circle(const PlanePoint &centre, double radius, const Colour &colour, bool open) = 0;
  /// UTF-8, on this baseline; `upright` reads from below to above.
  virtual void text(const PlanePoint &at, const std::string &text, double size, Anchor anchor,
                    const Colour &colour, bool upright) = 0;
  /// Rows of colours from above to below, stretched to the rectangle.
  virtual void image(const PlanePoint &corner, double width, double height,
                     const std::vector<std::vector<Colour>> &rows) = 0;
  /// Until release(), drawing shows inside of this rectangle alone.
  virtual void clip(const PlanePoint &corner, double width, double height) = 0;
  virtual void release() = 0;
  /// The whole file.
  virtual std::string finish() = 0;
};

}  // namespace gammaflow
