// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/io/figures/canvas.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// An axis and its label. Where low = high, the range is that of the data.
struct Axis {
  std::string label;
  bool logarithmic = false;
  double low = 0, high = 0;
};

/// A curve; it has gaps where a number does not exist, or is not positive on a logarithmic axis.
struct Curve {
  std::string name;  ///< in the legend; empty: it is not there
  std::vector<double> x, y;
  std::vector<double> bars;  ///< half lengths of error bars; empty: none
  Colour colour;
  std::vector<double> dashes;
  double width = 1.4;
  bool line = true, marks = false;
  std::vector<bool> open;  ///< marks that are not filled; empty: all are
  double radius = 2.2;     ///< of the marks
  bool filled = false;     ///< down to zero, lightly
};

/// Values [y][x] on a grid, as colours. Gaps are grey.
struct HeatMap {
  std::vector<double> x, y;
  std::vector<std::vector<double>> values;
  double low = 0, high = 0;  ///< of the scale; where they are equal, those of the values
  bool diverging = false;    ///< colours of both signs
};

/// A picture: curves, or a map with or without marks on it. Its data, not how it is drawn.
struct Figure {
  std::string name;     ///< of the file, without an ending
  std::string caption;  ///< in words, for the list of figures and for those who hear it
  Axis x, y;
  std::vector<Curve> curves;
  HeatMap map;
};

/// The i-th of n curves, from orange to blue, as in the report.
Colour sweep_colour(std::size_t i, std::size_t n);
/// The map of a colour scale, from 0 to 1.
Colour viridis(double part);
Colour diverging(double part);

/// The height of a sheet of this width: it grows with the number of names in the legend.
double height_for(const Figure &figure, double width);
/// Draws the figure on a canvas of this size.
void draw(const Figure &figure, Canvas &canvas, double width, double height);

/// Writes DIRECTORY/NAME.svg and NAME.pdf, each under a temporary name, then renamed; makes the directory.
void write_figure(const Figure &figure, const std::string &directory);

}  // namespace gammaflow
