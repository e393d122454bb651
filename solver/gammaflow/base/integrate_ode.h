// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace gammaflow
{
/// y' = f(y, t): writes f to the second argument.
using OdeRate = std::function<void(const std::vector<double> &y, std::vector<double> &rate, double t)>;

/// How an ordinary differential equation is integrated.
struct OdeSpan {
  double first, last;  ///< times, first <= last
  double first_step;
  double tolerance;  ///< of each step: absolute, and relative to y and to its change in the step
};

/// Integrates y from the first time to the last by the embedded Runge-Kutta-Fehlberg formulas of orders 7 and
/// 8 with controlled steps. NumericalFailure, which names `what` and the time, where the steps become too
/// small or too many, and where y is not finite.
void integrate_ode(const OdeRate &rate, std::vector<double> &y, const OdeSpan &span, const std::string &what);

}  // namespace gammaflow
