// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/time/integrators/time_integrator.h>

#include <cmath>
#include <functional>

namespace gammaflow::testing
{
/// A system of independent scalar equations y_i' = f(t, y_i) with the integrands g_k(t, y_0), as explicit
/// rate and as implicit stage (scalar Newton with the derivative df).
struct ScalarProblem {
  std::function<double(double t, double y)> f, df;
  std::function<EvolutionProblem::Quadratures(double t, double y)> g = [](double, double y) {
    return EvolutionProblem::Quadratures{y, y * y};
  };

  EvolutionProblem problem() const
  {
    EvolutionProblem result;
    result.rate = [*this](double t, const Vector &y, Vector &dy, EvolutionProblem::Quadratures &integrands) {
      for (std::size_t i = 0; i < size(y); ++i) data(dy)[i] = f(t, data(y)[i]);
      integrands = g(t, data(y)[0]);
    };
    result.solve_stage = [*this](double t, const Vector &base, double step, Vector &dy,
                                 EvolutionProblem::Quadratures &integrands) {
      for (std::size_t i = 0; i < size(base); ++i) {
        double v = data(dy)[i];
        for (int newton = 0; newton < 50; ++newton) {
          const double y = data(base)[i] + step * v;
          const double update = (f(t, y) - v) / (1 - step * df(t, y));
          v += update;
          if (std::abs(update) <= 1e-15 * (1 + std::abs(v))) break;
        }
        data(dy)[i] = v;
      }
      integrands = g(t, data(base)[0] + step * data(dy)[0]);
      return true;
    };
    return result;
  }
};

/// y' = y (1 - y): y = 1 / (1 + (1/y(0) - 1) e^-t).
/// From y(0) = 1/4: int y = log((e^t + 3) / 4), int y^2 = int y - (y - y(0)).
inline ScalarProblem logistic()
{
  return {[](double, double y) { return y * (1 - y); }, [](double, double y) { return 1 - 2 * y; }};
}
inline double logistic_solution(double t, double start = 0.25)
{
  return 1 / (1 + (1 / start - 1) * std::exp(-t));
}
inline EvolutionProblem::Quadratures logistic_integrals(double t)
{
  const double first = std::log((std::exp(t) + 3) / 4);
  return {first, first - (logistic_solution(t) - 0.25)};
}

inline EvolutionState start_at(double y, std::size_t n = 3)
{
  EvolutionState state;
  state.y.reinit(n);
  state.y = y;
  return state;
}

}  // namespace gammaflow::testing
