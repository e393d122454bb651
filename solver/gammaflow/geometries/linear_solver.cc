// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/linear_solver.h>
#include <gammaflow/parameters/solver_tolerance.h>

#include <deal.II/lac/precondition.h>
#include <deal.II/lac/solver_cg.h>
#include <deal.II/lac/solver_control.h>

#include <cmath>
#include <sstream>

namespace gammaflow
{
namespace
{
const DeclareParameters declared("solver", [](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry(
      "tolerance", "auto", Patterns::Anything(),
      "Relative tolerance of the equations of implicit steps, and of the linear systems of kernel "
      "geometries (for ridge regression: of the growth rate in L2(rho), against the force). auto: 0.01 of "
      "the tolerance of section `time`; a number: at most a tenth of it. Where studies and references "
      "change the tolerance of section `time`, the ratio stays.");
  prm.declare_entry(
      "iterations", "2000", Patterns::Integer(1),
      "Iterations that one linear system may take. A system that misses its tolerance ends the run.");
});

struct Matrix {
  const LinearMap &map;
  void vmult(Vector &y, const Vector &x) const { map(x, y); }
};
}  // namespace

SolverOptions::SolverOptions(const Parameters &parameters)
{
  tolerance = solver_tolerance(parameters);
  iterations = unsigned(parameters.integer("solver", "iterations"));
}

SolverReport conjugate_gradients(const LinearMap &matrix, const LinearMap &preconditioner, Vector &x,
                                 const Vector &b, double tolerance, unsigned iterations)
{
  SolverReport report;
  Vector residual(b);
  for (int start = 0; start < 4 && report.iterations < iterations; ++start) {
    // Half of the tolerance, so that a little drift does not cost another start.
    dealii::SolverControl control(iterations - report.iterations, 0.5 * tolerance, false, false);
    dealii::SolverCG<Vector> cg(control);
    try {
      if (preconditioner)
        cg.solve(Matrix{matrix}, x, b, Matrix{preconditioner});
      else
        cg.solve(Matrix{matrix}, x, b, dealii::PreconditionIdentity());
    } catch (const dealii::SolverControl::NoConvergence &) {
    }
    report.iterations += control.last_step();
    matrix(x, residual);
    residual.sadd(-1, 1, b);
    report.residual = residual.l2_norm();
    report.converged = report.residual <= tolerance;
    if (report.converged || !std::isfinite(report.residual)) break;
  }
  return report;
}

void fail(const std::string &what, const SolverReport &report, double reached, double tolerance)
{
  std::ostringstream message;
  message << what << ": the linear system is not solved to its tolerance: relative error bound " << reached
          << " instead of " << tolerance << " after " << report.iterations << " iterations";
  if (!std::isfinite(reached)) message << " (the state or the force is not finite)";
  throw NumericalFailure(message.str());
}

}  // namespace gammaflow
