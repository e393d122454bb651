// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/densities/between_nodes.h>

#include <string>

namespace gammaflow
{
/// How rough a formula is inside of the cells of a mesh.
struct Roughness {
  /// By what halving the cells contracts what they miss of it in L1 at best: 1/2 where it jumps inside of a
  /// cell, 1/4 where its derivatives have no bounds (a kink, a root), 0 where it is smooth in each cell. At a
  /// cusp, where it is Hoelder continuous with an exponent a below 1, 2^-(1+a).
  double contraction = 0;
  /// The smallest a; 1 where there is no cusp, and for jumps.
  double exponent = 1;
  /// max |f - f_h| that was found at these places, over max |f| at the nodes.
  double missed = 0;

  /// By what halving the cells contracts what is missed in a norm: at a cusp 2^-(a+1), 2^-(a+1/2), 2^-a in
  /// L1, L2, Linf; elsewhere that of L1.
  double contraction_in(const std::string &norm) const;
};

/// In each cell whose enclosures have no bounds, the half in which the values differ most is followed down to
/// 10^-7 of the cell: there a jump still differs, a kink does not. The exponent is the slope of the second
/// half of these steps, known to 1/6: where in the last box the place lies is an accident.
Roughness roughness(const SpatialFormula &f, const Space &space);
/// The worse one of both in each respect.
Roughness worse(const Roughness &a, const Roughness &b);

}  // namespace gammaflow
