// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>
#include <gammaflow/flow/trajectory.h>

#include "tests/support/flows.h"
#include <string>

/// Flows with meshes that follow the state.
namespace gammaflow::testing
{
const std::string square =
    "; domain/dimension = 2; domain/shape = mesh; domain/mesh generator = box; domain/degree = 2; "
    "domain/cells = ";

/// Allen-Cahn: an interface around a quarter of a disk that shrinks.
const std::string circle =
    "energy/name = Ginzburg-Landau; energy/kappa = 0.0005; geometry/name = L2; initial state/formula = "
    "tanh((0.6 - "
    "sqrt(x^2+y^2))/(sqrt(2)*0.02236))";
/// Fokker-Planck: a density that moves across the domain.
const std::string drift =
    "energy/name = free-energy; energy/internal = Boltzmann; energy/V = -60*(x + y); geometry/name = "
    "Wasserstein; "
    "initial state/formula = exp(-200*((x-0.25)^2+(y-0.25)^2)) + 0.001";

inline Flow flow_of(const std::string &settings)
{
  Parameters parameters;
  parameters.assign_all(settings, "test");
  return make_flow(parameters);
}
inline std::string following(double tolerance, unsigned halvings)
{
  return "; adaptivity/enabled = true; adaptivity/tolerance = " + text(tolerance) +
         "; adaptivity/halvings = " + std::to_string(halvings);
}

inline unsigned most_nodes(const Trajectory &trajectory)
{
  unsigned most = 0;
  for (const LedgerRow &row : trajectory.ledger) most = std::max(most, row.nodes);
  return most;
}
}  // namespace gammaflow::testing
