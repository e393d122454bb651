// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>
#include <gammaflow/flow/trajectory.h>
#include <gammaflow/time/evolve/evolve.h>

#include <memory>
#include <vector>

namespace gammaflow
{
/// The meshes of an adapted evolution, one for each output time: that on which the state was arrived at.
using MeshSequence = std::vector<std::shared_ptr<const Space>>;

/// The meshes that a pilot, an adaptive evolution of the flow, finds. Its time tolerance is a tenth of
/// `adaptivity/tolerance` (from 1e-6 to 1e-3), so that the meshes do not depend on `time/tolerance`.
MeshSequence pilot_meshes(const Flow &flow, const EvolveOptions &options);

/// The same meshes with each cell halved n times. The cells of a mesh in this sequence are those of all
/// meshes with smaller n, halved: errors of an evolution contract with n as on a fixed mesh that is refined
/// evenly.
MeshSequence halved_evenly(const Parameters &parameters, const MeshSequence &meshes, unsigned n);

/// evolve() with the meshes of all intervals given. std::logic_error unless there is one for each output
/// time.
Trajectory evolve_on(const MeshSequence &meshes, const Flow &base, const EvolveOptions &options);

}  // namespace gammaflow
