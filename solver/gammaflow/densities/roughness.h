// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/densities/between_nodes.h>

namespace gammaflow
{
/// By what halving the cells contracts what they miss of a formula in L1 at best: 1/2 where it jumps inside
/// of a cell, 1/4 where its derivatives have no bounds (a kink, a root), 0 where it is smooth in each cell.
/// In each cell whose enclosures have no bounds, the half in which the values differ most is followed down to
/// 10^-7 of the cell: there a jump still differs, a kink does not.
double contraction_by_roughness(const SpatialFormula &f, const Space &space);

}  // namespace gammaflow
