// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/space.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// A function from which forces and rates are made, the same on every mesh; nodal values.
struct TrialFunction {
  std::string name;
  Vector values;
};

/// The first cosines of the bounding box in each direction (periodic: cosine and sine), with zero normal
/// derivative at its walls, and three smooth random fields with the seeds 1, 2, 3 and a quarter of the box as
/// their length.
std::vector<TrialFunction> trial_functions(const Space &space);

/// cos(k pi x / L) in the first direction, x from the wall: a smooth function plus this tends weakly to the
/// former when k grows.
Vector oscillation(const Space &space, unsigned k);

/// The wave number k of an oscillation of length 2 delta, so that at least eight nodes lie in each wave.
unsigned wave_number(const Space &space, double delta);

}  // namespace gammaflow
