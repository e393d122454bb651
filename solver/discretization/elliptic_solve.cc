#include <gammaflow/core/errors.h>
#include <gammaflow/discretization/elliptic_solve.h>

#include <deal.II/lac/solver_cg.h>
#include <deal.II/lac/solver_control.h>

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

unsigned elliptic_solve(const Space &space, const LowOrderMultigrid &multigrid, const Vector &c,
                        const Vector &m, const double reduction, const Vector &r, Vector &z,
                        const bool from_guess)
{
  Vector b = r;
  b.scale(space.weights());
  const WeightedCycle cycle{space, multigrid};
  if (!from_guess) cycle.vmult(z, b);
  dealii::IterationNumberControl control(200, reduction * b.l2_norm());
  dealii::SolverCG<Vector>(control).solve(WeightedOperator{space, c, m}, z, b, cycle);
  return control.last_step();
}

}  // namespace gammaflow
