// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/particles/particle_distance.h>
#include <gammaflow/study/references/stored_evolution.h>

namespace gammaflow
{
/// Sets the parts of the reference's energy, and what it is of the reference at a time; or why it has none
/// that particles have.
void set_free_energy(ParticleDistance::Context &context, const StoredEvolution &reference, double time);

}  // namespace gammaflow
