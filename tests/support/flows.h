// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/time/evolve/evolve.h>

#include "spaces.h"
#include <algorithm>
#include <cmath>
#include <string>

namespace gammaflow::testing
{
/// A flow on the interval (0,1), 8 cells of degree 4, no-flux: u0 = 1 + 0.6 cos(pi x), pi = 1 + 0.5 sin(3
/// x)^2, unless the assignments say otherwise ("section/key = value; ...").
inline Parameters flow_parameters(const std::string &energy, const std::string &geometry,
                                  const std::string &assignments = "")
{
  Parameters parameters = box_parameters(1, 8, 4);
  parameters.set("energy", "name", energy);
  parameters.set("geometry", "name", geometry);
  parameters.set("initial state", "formula", "1 + 0.6*cos(3.14159265358979*x)");
  parameters.set("target", "formula", "1 + 0.5*sin(3*x)^2");
  parameters.assign_all(assignments, "test");
  return parameters;
}

inline Flow make_flow(const Parameters &parameters)
{
  return Flow::build(parameters, make_space(parameters));
}
inline Flow make_flow(const std::string &energy, const std::string &geometry,
                      const std::string &assignments = "")
{
  return make_flow(flow_parameters(energy, geometry, assignments));
}

inline EvolveOptions options_for(double end, double tolerance, const std::string &integrator = "auto",
                                 unsigned outputs = 4)
{
  EvolveOptions options;
  for (unsigned i = 0; i <= outputs; ++i) options.output_times.push_back(end * i / outputs);
  options.tolerance = tolerance;
  options.integrator = integrator;
  return options;
}

/// max_i |a_i - b_i|; not a number if any entry is not.
inline double distance(const Vector &a, const Vector &b)
{
  double result = 0;
  for (std::size_t i = 0; i < size(a); ++i) {
    const double difference = std::abs(data(a)[i] - data(b)[i]);
    if (!(difference <= result)) result = difference;
    if (std::isnan(difference)) break;
  }
  return result;
}

/// The largest |F + int (R + R*) - F(0)| over the ledger, as a fraction of F(0).
inline double balance_error(const Trajectory &trajectory)
{
  double result = 0;
  for (const LedgerRow &row : trajectory.ledger)
    if (!(std::abs(row.edb_residual) <= result)) result = std::abs(row.edb_residual);
  return result / trajectory.ledger.front().energy;
}

}  // namespace gammaflow::testing
