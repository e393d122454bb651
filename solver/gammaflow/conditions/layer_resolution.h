// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/space.h>

#include <string>

namespace gammaflow
{
/// A sentence on a layer exp(-x/width) at the walls where the mesh does not resolve it: how near to one
/// another nodes have to be there, how near they are, and how many times as many cells that takes. Empty
/// where the mesh does resolve it: with nodes half a width apart in the layer, linear elements miss
/// (1/2)^2/8, three percent of its height, and those of higher degree less.
std::string unresolved_layer(const Space &space, double width);
}  // namespace gammaflow
