// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>

#include <vector>

namespace gammaflow
{
/// `count` directions of R^dim up to their sign, evenly spread: equal angles in the plane (k + 1/2) pi/count;
/// in space a Fibonacci lattice on the half sphere (Gonzalez, Math. Geosci. 42, 2010). In 1D `count` times
/// (1).
std::vector<Point> even_directions(unsigned dim, std::size_t count);

}  // namespace gammaflow
