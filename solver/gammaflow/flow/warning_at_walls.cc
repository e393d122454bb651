// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/flow/warning_at_walls.h>
#include <gammaflow/geometries/transport.h>
#include <gammaflow/spaces/walls.h>

#include <algorithm>
#include <sstream>
#include <vector>

namespace gammaflow
{
namespace
{
/// Of the largest density: below this a wall does not matter.
constexpr double negligible = 1e-8;

double largest_at_walls(const Space &space, const Vector &u)
{
  const std::vector<bool> wall = space.at_boundary();
  double largest = 0;
  for (std::size_t i = 0; i < space.n_nodes(); ++i)
    if (wall[i]) largest = std::max(largest, data(u)[i]);
  return space.maximum(largest);
}
}  // namespace

std::string warning_at_walls(const Flow &flow)
{
  const KernelOperator *kernel = flow.geometry_kernel();
  if (!kernel || kernel->kernel().intrinsic() || !DeclareVelocities::of(flow.geometry_name()) ||
      flow.parameters().text("kernel", "boundary") == "conditioned")
    return "";
  if (!flow.positive() && has_walls(flow.space()))
    return "the kernel '" + kernel->kernel().name() +
           "' does not make fluxes vanish at the walls, where they are cut off. Better: an intrinsic kernel, "
           "kernel/boundary = conditioned, or a periodic box";
  if (!flow.positive()) return "";
  const Vector &u = flow.initial_state();
  const double share = largest_at_walls(flow.space(), u) / flow.space().maximum(u);
  if (!(share > negligible)) return "";
  std::ostringstream out;
  out.precision(2);
  out << "the kernel '" << kernel->kernel().name()
      << "' does not make velocities vanish at the walls, where the density is up to " << share
      << " of its largest value: it forms a layer of a few cells there, whatever the mesh, and where mass "
         "goes on leaving a wall its nodes run empty in finite time, which ends the run. Better: an "
         "intrinsic kernel, kernel/boundary = conditioned, a periodic box, or walls where the density is "
         "below "
         "1e-8 of its largest value";
  return out.str();
}

}  // namespace gammaflow
