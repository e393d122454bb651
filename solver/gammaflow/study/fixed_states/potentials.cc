// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/geometries/cost_at_constants.h>
#include <gammaflow/geometries/image_cost.h>
#include <gammaflow/parameters/solver_tolerance.h>
#include <gammaflow/study/fixed_states/potentials.h>
#include <gammaflow/study/plan/evolution_key.h>

#include <cmath>

namespace gammaflow
{
namespace
{
Flow to_tolerance(Parameters p, const std::shared_ptr<const Space> &space, double tolerance)
{
  set_time_tolerance(p, tolerance, "checks at a state");
  return Flow::build(p, space);
}
}  // namespace

void visit_flows_at_start(const CasePlan &plan, const std::shared_ptr<const Space> &space,
                          const double tolerance,
                          const std::function<void(const Flow &flow, const Flow &limit)> &visit)
{
  std::string last;
  std::optional<Flow> limit;
  for (const SweepStep &step : plan.steps) {
    const std::string key = evolution_key(plan.limit_at(step));
    if (!limit || key != last) limit = to_tolerance(plan.limit_at(step), space, tolerance);
    last = key;
    visit(to_tolerance(plan.flow_at(step), space, tolerance), *limit);
  }
}

std::string why_no_primal(const Flow &flow, const Flow &limit)
{
  const KernelOperator *kernel = flow.geometry_kernel();
  if (kernel == nullptr || flow.geometry().has_metric() || kernel->differential_inverse() != nullptr)
    return "";
  const CostAtConstants cost = cost_at_constants(limit.geometry());
  const bool modes = cost.is(CostAtConstants::Kind::local, 1) || cost.is(CostAtConstants::Kind::transport, 1);
  if (kernel->kernel().intrinsic() && modes && knows_cost_of_images(flow.geometry())) return "";
  return "R may be +infinity: the inverse of the kernel '" + kernel->kernel().name() +
         "' is no differential operator, and these rates are not made of few of its modes";
}

std::optional<double> primal_potential(const Flow &flow, const Vector &u, const Vector &v)
{
  try {
    const double value = flow.geometry().primal_dissipation(u, v);
    if (std::isfinite(value)) return value;
  } catch (const NumericalFailure &) {  // not solved to round-off
  }
  return {};
}

Vector onsager(const Flow &flow, const Vector &u, const Vector &xi)
{
  Vector v = flow.space().zero();
  flow.geometry().onsager_apply(u, xi, v);
  return v;
}

}  // namespace gammaflow
