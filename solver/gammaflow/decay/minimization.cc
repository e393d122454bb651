// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/decay/minimization.h>

#include <deal.II/base/exceptions.h>
#include <deal.II/optimization/solver_bfgs.h>

#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
/// F as a function of y, u = u0 exp(y / s) with s^2 = w u0 (the weights of the space): sum y^2 is the squared
/// Fisher-Rao norm of the change of log u at u0. Where the mass is kept, u is scaled to it.
class InLogarithm
{
 public:
  InLogarithm(const Flow &flow, const Vector &start)
      : flow_(flow), start_(start), scale_(start), mass_(flow.space().integrate(start))
  {
    const double *w = data(flow.space().weights());
    for (std::size_t i = 0; i < size(start); ++i) data(scale_)[i] = std::sqrt(w[i] * data(start)[i]);
  }

  Vector state(const Vector &y) const
  {
    Vector u = start_;
    for (std::size_t i = 0; i < size(u); ++i) data(u)[i] *= std::exp(data(y)[i] / data(scale_)[i]);
    if (flow_.conserves_mass()) u *= mass_ / flow_.space().integrate(u);
    return u;
  }

  /// F, and its derivative in y.
  double value(const Vector &y, Vector &gradient) const
  {
    const Vector u = state(y);
    Vector force = u;
    flow_.energy().first_variation(u, force);
    if (flow_.conserves_mass()) force.add(-flow_.space().inner(force, u) / mass_);
    const double *w = data(flow_.space().weights());
    for (std::size_t i = 0; i < size(u); ++i)
      data(gradient)[i] = w[i] * data(u)[i] * data(force)[i] / data(scale_)[i];
    return flow_.energy().value(u);
  }

 private:
  const Flow &flow_;
  const Vector start_;
  Vector scale_;
  const double mass_;
};
}  // namespace

Vector minimized(const Flow &flow, const Vector &start, const double reduction, const unsigned most_steps)
{
  const InLogarithm problem(flow, start);
  Vector y = flow.space().zero(), best = y, gradient = y;
  double least = problem.value(y, gradient);
  dealii::SolverControl control(most_steps, reduction * gradient.l2_norm(), false, false);
  dealii::SolverBFGS<Vector> solver(control, dealii::SolverBFGS<Vector>::AdditionalData(20, false));
  try {
    solver.solve(
        [&](const Vector &x, Vector &g) {
          const double value = problem.value(x, g);
          if (value < least) {
            least = value;
            best = x;
          }
          return value;
        },
        y);
  } catch (const dealii::ExceptionBase &) {  // no step helps any more: the best that was seen is kept
  }
  return problem.state(best);
}

}  // namespace gammaflow
