// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/time/evolve/adapted_interval.h>
#include <gammaflow/time/evolve/checkpoint.h>
#include <gammaflow/time/evolve/mesh_sequence.h>

#include <algorithm>
#include <stdexcept>

namespace gammaflow
{
MeshSequence pilot_meshes(const Flow &flow, const EvolveOptions &options)
{
  EvolveOptions coarse = options;
  coarse.tolerance = std::clamp(0.1 * Adaptivity::read(flow.parameters()).tolerance, 1e-6, 1e-3);
  coarse.solver_tolerance = coarse.largest_interval = 0;
  coarse.checkpoint.clear();
  return follow_the_state(flow, coarse).spaces;
}

MeshSequence halved_evenly(const Parameters &parameters, const MeshSequence &meshes, const unsigned n)
{
  MeshSequence result;
  for (std::size_t k = 0; k < meshes.size(); ++k) {
    if (n == 0 || (k > 0 && meshes[k] == meshes[k - 1])) {
      result.push_back(n == 0 ? meshes[k] : result.back());
      continue;
    }
    const Wish all =
        spread(parameters, meshes[k], std::vector<int>(cell_lengths(*meshes[k]).size(), int(n)), 0);
    const unsigned deepest = unsigned(refinement_of(*meshes[k]).size()) + n;
    result.push_back(
        make_refined_space(parameters, granted(parameters, {all}, deepest), processes_of(*meshes[k])));
  }
  return result;
}

Trajectory evolve_on(const MeshSequence &meshes, const Flow &base, const EvolveOptions &options)
{
  const std::size_t outputs = options.output_times.size();
  if (meshes.size() != outputs) throw std::logic_error("evolve_on: one mesh for each output time");
  Checkpoint checkpoint(base, options, integrator_for(base, options));
  const auto begin = [&] { return begun(Flow::build(base.parameters(), meshes.front()), options); };
  return checkpoint.complete(outputs, begin, [&](Trajectory &trajectory, double &step) {
    const auto &next = meshes[trajectory.times.size()];
    // what was read from a file has meshes of its own, with the same cells
    const std::shared_ptr<const Space> last = trajectory.spaces.back(),
                                       space = refinement_of(*next) == refinement_of(*last) ? last : next;
    const IntervalOnMesh interval = interval_on(space, base, trajectory, step, options);
    step = interval.step;
    append(trajectory, interval, options);
  });
}

}  // namespace gammaflow
