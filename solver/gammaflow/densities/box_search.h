// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/densities/between_nodes.h>
#include <gammaflow/formula/interval_taylor.h>
#include <gammaflow/spaces/inspection/cell_boxes.h>
#include <gammaflow/spaces/lines/bernstein.h>
#include <gammaflow/spaces/lines/gauss_lobatto.h>

#include <array>
#include <functional>
#include <vector>

namespace gammaflow
{
/// Bounds of f - f_h on boxes of a cell at one time; f_h is the interpolant of f on the cell.
class BoxSearch
{
 public:
  /// `directions`: in which cells have a length.
  BoxSearch(const SpatialFormula &f, double time, std::vector<unsigned> directions, unsigned degree);

  /// What is known on a box.
  struct Bound {
    double upper = 0;     ///< of |f - f_h|
    double resolved = 0;  ///< the same bound from the derivatives alone, without the enclosure of f itself
    double found = 0;     ///< the largest value at the nodes of the box
    Point where{};
    unsigned widest = 0;  ///< the direction whose derivative has the largest enclosure: to be halved next
    double volume = 1;    ///< of the box in `directions`
    bool smooth = true;   ///< the derivatives have bounds
  };
  /// On the cell itself, from the derivatives alone.
  Bound of_cell(const CellBox &cell);
  /// On a box in the cell that of_cell() was asked for last.
  Bound of_box(const CellBox &box);
  double value(const Point &x) const;

 private:
  struct Remainder {
    double sum = 0;
    unsigned widest = 0;
    Interval value;
  };
  Remainder remainder(const CellBox &box) const;
  template <class Visit>
  void for_nodes(const CellBox &box, const Visit &visit) const;

  const SpatialFormula &f_;
  const double time_;
  const std::vector<unsigned> directions_;
  const unsigned degree_;
  const GaussLobatto &nodes_;
  const Bernstein &bernstein_;
  double node_polynomial_ = 0, lebesgue_ = 0;
  CellBox cell_;
  std::vector<double> in_cell_;  ///< f at the nodes of the cell
};

}  // namespace gammaflow
