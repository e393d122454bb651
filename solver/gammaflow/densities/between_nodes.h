// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/formula/expression.h>
#include <gammaflow/spaces/space.h>

#include <vector>

namespace gammaflow
{
/// A formula in x, y, z and t on the domain.
struct SpatialFormula {
  Expression formula;
  std::vector<double> times{0.};  ///< the values of t that are examined
  /// As part of a side of a box: the direction across and the coordinate there.
  int across = -1;
  double at = 0;
  bool on_boundary = false;  ///< examine only the cells that have a side on the boundary
};

/// The interpolation error f - f_h of a function f between the nodes of a mesh, in the boxes where it is much
/// more than f_h - f_2h, the difference to the interpolant on cells twice as long: an error that refinement
/// of nodal values does not show. Norms in L1, L2 and the maximum, as upper bounds.
struct UnseenPart {
  double l1 = 0, l2 = 0, linf = 0;                 ///< of f - f_h in the boxes in question
  double seen_l1 = 0, seen_l2 = 0, seen_linf = 0;  ///< of f_h - f_2h
  double all_l1 = 0, all_l2 = 0, all_linf = 0;     ///< of f, from the nodes and the boxes
  Point where{};                                   ///< the largest f - f_h that was found
  double found = 0;                                ///< its value
  double length = 0;                               ///< the size of the box in which f is smooth there
  bool decided = true;  ///< false: `budget` ended the search before every box was decided

  /// Whether the unseen part matters to results of this relative accuracy: in one of the norms it is more
  /// than three times the seen part, and more than the tolerance.
  bool matters(double tolerance) const;
};

/// On each cell, the interpolation error of f is at most
///   sum_d Lambda^(dim-1) max |prod_i (x - x_i)| h_d^(p+1) sup |d^(p+1) f / dx_d^(p+1)| / (p+1)!,
/// with the derivatives enclosed by interval arithmetic (enclosure.h). Where that is more than three times
/// what f_h - f_2h is in the cell and more than `tolerance` times max |f|, the cell is halved: on each box f
/// is interpolated anew, with an error that is bounded in the same way, or by the enclosure of f itself, and
/// the difference of two polynomials is bounded by Bernstein coefficients; until the bound is small, or not
/// more than three times a value that was found, or `budget` boxes were looked at. `coarser`: f_2h.
UnseenPart unseen_part(const SpatialFormula &f, const Space &space, const Space &coarser, double tolerance,
                       std::size_t budget = 100000);

}  // namespace gammaflow
