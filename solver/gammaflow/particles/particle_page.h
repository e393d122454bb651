// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/particles/particle_system.h>

#include <string>

namespace gammaflow
{
/// A self-contained HTML page with a movie of the particles over the target and the ledger's curves. At
/// most 2000 particles at 61 times are shown; the page says so where there are more. Without scripts it shows
/// the description and the ledger as a table.
std::string particle_page(const ParticleSystem &system, const ParticleTrajectory &trajectory,
                          const std::string &title);

}  // namespace gammaflow
