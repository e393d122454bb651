// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/space.h>

#include <vector>

namespace gammaflow
{
/// A function at a point of the walls (boundaries that are not periodic).
struct AtWall {
  Point point{};
  double weight = 0;      ///< of the point in integrals over the walls
  double value = 0;       ///< of `other` there
  double derivative = 0;  ///< outward normal derivative of f, of the order asked for; of order 0: f
  double error = 0;       ///< the derivative from one node less differs by this
  double gain = 0;        ///< a change of f by e at each node changes the derivative by at most gain * e
};

/// The normal derivatives of a nodal function at this process's points of the walls, beside the values of
/// another function. Boxes: one-sided differences over the nearest nodes of the line that ends at the wall,
/// three more than the order and no fewer than those of a cell (Fornberg, Math. Comp. 51 (1988)). Meshes:
/// order 0 and 1, from the elements at the walls and, for the error, from elements of a degree less (degree
/// 1: the error is the derivative itself). Empty where the derivative cannot be formed.
std::vector<AtWall> normal_derivatives(const Space &space, const Vector &f, const Vector &other,
                                       unsigned order);

}  // namespace gammaflow
