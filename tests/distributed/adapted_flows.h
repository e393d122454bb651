// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tests/distributed/comparison.h"
#include "tests/time/driven_front.h"
#include <string>

/// Flows with meshes that follow the state.
namespace gammaflow::testing
{
const std::string following_square = square + "4" + following(1e-2, 3) + "; time/tolerance = 1e-5";
/// Without symmetry, so that no cell is at the edge of being halved.
const std::string slanted_interface =
                      "energy/name = Ginzburg-Landau; energy/kappa = 0.0005; geometry/name = L2; initial "
                      "state/formula = tanh((0.6 - sqrt(x^2+1.1*y^2))/(sqrt(2)*0.02236))",
                  slanted_drift =
                      "energy/name = free-energy; energy/internal = Boltzmann; energy/V = -60*(x + 0.9*y); "
                      "geometry/name = Wasserstein; initial state/formula = "
                      "exp(-200*((x-0.25)^2+(y-0.27)^2)) + 0.001";

inline EvolveOptions options_of(double end)
{
  EvolveOptions options = options_for(end, 1e-5);
  options.solver_tolerance = 1e-13;
  return options;
}

}  // namespace gammaflow::testing
