// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/spaces/solvers/elliptic_solve.h>

#include <deal.II/lac/solver_cg.h>
#include <deal.II/lac/solver_control.h>

#include <sstream>

namespace gammaflow
{
namespace
{
/// M c + A(m): symmetric for the sum of products, as the solver wants it.
struct WeightedOperator {
  const Space &space;
  const Vector &c, &m;
  void vmult(Vector &out, const Vector &in) const
  {
    space.gradients().apply(m, in, out);
    for (std::size_t i = 0; i < size(in); ++i)
      data(out)[i] = data(space.weights())[i] * (data(out)[i] + data(c)[i] * data(in)[i]);
  }
};
struct WeightedCycle {
  const Space &space;
  const LowOrderMultigrid &multigrid;
  void vmult(Vector &out, const Vector &in) const
  {
    Vector function = in;
    for (std::size_t i = 0; i < size(in); ++i) data(function)[i] /= data(space.weights())[i];
    multigrid.apply(function, out);
  }
};
}  // namespace

void elliptic_solve(const Space &space, const LowOrderMultigrid &multigrid, const Vector &c, const Vector &m,
                    const double reduction, const Vector &r, Vector &z, const EllipticSolve purpose)
{
  Vector b = r;
  b.scale(space.weights());
  const WeightedCycle cycle{space, multigrid};
  cycle.vmult(z, b);
  const double goal = reduction * b.l2_norm();
  const auto solve = [&](dealii::SolverControl &&control) {
    dealii::SolverCG<Vector>(control).solve(WeightedOperator{space, c, m}, z, b, cycle);
  };
  try {
    if (purpose == EllipticSolve::required)
      solve(dealii::SolverControl(1000, goal));
    else
      solve(dealii::IterationNumberControl(200, goal));
  } catch (const dealii::SolverControl::NoConvergence &failure) {
    std::ostringstream what;
    what << "an elliptic equation is not solved: after " << failure.last_step
         << " iterations of conjugate gradients the residual is " << failure.last_residual << " instead of "
         << goal;
    throw NumericalFailure(what.str());
  }
}

}  // namespace gammaflow
