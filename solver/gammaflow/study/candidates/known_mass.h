// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/references/stored_evolution.h>

namespace gammaflow
{
/// Whether the computed states have the mass of the true ones: the flow conserves it, and the initial state
/// is scaled to a number. The mass of a state that is taken as given is that of a quadrature.
inline bool mass_is_known(const StoredEvolution &reference)
{
  return reference.evolution().conserves_mass() &&
         reference.parameters().text("initial state", "mass") != "as given";
}

}  // namespace gammaflow
