// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/flow/flow.h>
#include <gammaflow/geometries/exact/pointwise.h>
#include <gammaflow/study/plan/pointwise_flow.h>

namespace gammaflow
{
bool is_pointwise(const Parameters &parameters, std::shared_ptr<const Space> space)
{
  const auto &geometry_traits = Registry<Geometry>::traits(parameters.text("geometry", "name"));
  const auto &energy_traits = Registry<Energy>::traits(parameters.text("energy", "name"));
  if (geometry_traits.needs_kernel || geometry_traits.conserves_mass || energy_traits.needs_kernel)
    return false;
  const Flow flow = Flow::build(parameters, std::move(space));
  const bool multiplies = flow.geometry().structure().multiple ||
                          dynamic_cast<const PointwiseGeometry *>(&flow.geometry()) != nullptr;
  return multiplies && flow.energy().structure().gradient == 0 && !flow.energy().structure().nonlocal &&
         !flow.has_boundary_values();
}

}  // namespace gammaflow
