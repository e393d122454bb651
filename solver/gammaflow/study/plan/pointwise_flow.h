// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/parameters/parameters.h>
#include <gammaflow/spaces/space.h>

#include <memory>

namespace gammaflow
{
/// Whether the flow is an ordinary differential equation at each point, independent of other points, so that
/// its nodal values have no error in space: K is a multiplication, the energy is local, without kernel,
/// gradient or interaction, and no value is given on the boundary.
bool is_pointwise(const Parameters &flow, std::shared_ptr<const Space> space);

}  // namespace gammaflow
