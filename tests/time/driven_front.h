// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/formula/expression.h>

#include "tests/time/adaptive_flows.h"
#include <algorithm>
#include <array>
#include <string>

namespace gammaflow::testing
{
/// Allen-Cahn u_t = kappa lap u - (u^3 - u) + s with the front u = tanh((a.x - 0.3 - c(t))/d) and
/// 2 kappa |a|^2 = d^2: lap u = -2 |a|^2/d^2 u (1 - u^2) leaves s = -c'/d (1 - u^2).
struct Driven {
  std::string name, place, kappa, rate, boundary;

  std::string solution() const { return "tanh((" + place + ")/0.05)"; }
  std::string settings() const
  {
    return "energy/name = Ginzburg-Landau; energy/kappa = " + kappa +
           "; geometry/name = L2; source/formula = -(" + rate + ")/0.05*(1 - " + solution() + "^2); " +
           boundary + "; initial state/formula = tanh((" + at_zero() + ")/0.05)";
  }
  std::string at_zero() const
  {
    std::string text = place;
    return text.replace(text.find('t'), 1, "0");
  }
  Vector exact(const Space &space, double t) const
  {
    const Expression expression(solution(), {"x", "y", "z", "t"}, {});
    return space.sample([&](const Point &x) {
      const std::array<double, 4> v{{x[0], x[1], x[2], t}};
      return expression.value(v.data());
    });
  }
  double error(const Trajectory &run) const
  {
    double result = 0;
    for (std::size_t k = 1; k < run.times.size(); ++k) {
      const Space &space = *run.space_of(k);
      Vector difference = exact(space, run.times[k]);
      difference -= run.states[k];
      result = std::max(result, space.norm(difference));
    }
    return result;
  }
};

/// The front crosses all sides; and two of them, with no flux through the others.
const Driven oblique{"values on all sides", "x + 0.5*y - 0.45 - 1*t", "0.001", "1",
                     "boundary/elsewhere = tanh((x + 0.5*y - 0.45 - 1*t)/0.05)"},
    straight{"values on two sides", "x - 0.6 - 2*t^2", "0.00125", "4*t",
             "boundary/left = tanh((x - 0.6 - 2*t^2)/0.05); boundary/right = tanh((x - 0.6 - 2*t^2)/0.05)"};
const double end_of_driven = 0.4;
}  // namespace gammaflow::testing
