// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>
#include <gammaflow/time/linear/linearized_flow.h>

#include <array>

namespace gammaflow::testing
{
/// Relative errors of the derivative of K DF at the initial state of `flow` in the direction y by the Newton
/// matrix of `newton`, against central differences, of second order, with the steps h and h/2.
inline std::array<double, 2> derivative_errors(const Flow &flow, const Flow &newton, const Vector &y,
                                               double h)
{
  const Space &space = flow.space();
  const Vector &u = flow.initial_state();
  const auto rate = [&](double s) {
    Vector moved = u, xi = u, v = u;
    moved.add(s, y);
    flow.energy().first_variation(moved, xi);
    flow.geometry().onsager_apply(moved, xi, v);
    return v;
  };
  Vector force = u, linear = u;
  newton.energy().first_variation(u, force);
  LinearizedFlow linearized(newton);
  linearized.reset(u, force);
  linearized.apply(y, linear);
  std::array<double, 2> errors;
  for (const std::size_t i : {0u, 1u}) {
    const double s = i == 0 ? h : h / 2;
    Vector difference = rate(s);
    difference -= rate(-s);
    difference *= 1 / (2 * s);
    difference -= linear;
    errors[i] = space.norm(difference) / space.norm(linear);
  }
  return errors;
}

}  // namespace gammaflow::testing
