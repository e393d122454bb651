// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/energies/energy.h>
#include <gammaflow/energies/potential.h>

#include <memory>

namespace gammaflow
{
/// The potential of energy/f (named or a formula in u) on energy/bounds, and energy/f scale.
struct GivenPotential {
  std::shared_ptr<const Potential> f;
  double scale = 1;
  bool both_signs = false;  ///< its wells are an order parameter's, of both signs
};
/// InputError where f, f' or f'' jumps for |u| < 1.5 within its bounds, and where `bounds` are no interval.
GivenPotential given_potential(const Energy::Context &context);

}  // namespace gammaflow
