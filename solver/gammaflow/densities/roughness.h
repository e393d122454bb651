// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/densities/between_nodes.h>

#include <string>

namespace gammaflow
{
/// Where a formula is not smooth inside the cells of a mesh, and how fast its interpolation error falls
/// there.
struct Roughness {
  /// The factor by which halving the cells reduces the interpolation error in L1 at best: 1/2 where the
  /// formula jumps inside a cell, 1/4 at a kink, 2^-(1+a) at a cusp (Hoelder continuous with an exponent a <
  /// 1), 0 where it is smooth in each cell.
  double contraction = 0;
  /// The smallest a; 1 where there is no cusp, and for jumps.
  double exponent = 1;
  /// The largest |f - f_h| that was found at these places, over max |f| at the nodes.
  double missed = 0;

  /// The same factor in the norm L1, L2 or Linf: at a cusp 2^-(a+1), 2^-(a+1/2), 2^-a; elsewhere that of L1.
  double contraction_in(const std::string &norm) const;
};

/// In each cell whose enclosures are unbounded, the half in which the values differ most is halved again,
/// down to 10^-7 of the cell: across a jump they still differ, across a kink they do not. The exponent is the
/// slope over the second half of these steps, accurate to 1/6 (the place within the last box is arbitrary).
Roughness roughness(const SpatialFormula &f, const Space &space);
/// The worse value of both for each member.
Roughness worse(const Roughness &a, const Roughness &b);

}  // namespace gammaflow
