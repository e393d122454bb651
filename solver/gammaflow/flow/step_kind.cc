#include <gammaflow/flow/step_kind.h>

namespace gammaflow
{
StepKind step_kind(const Flow &flow)
{
  const Geometry &geometry = flow.geometry();
  const bool metric_serves =
      flow.energy().convex() && flow.energy().gradient_coefficient() == 0 && !flow.forcing();
  if (!geometry.has_metric() || metric_serves) return geometry.step_kind();
  return geometry.coefficients(flow.initial_state()) ? StepKind::diffusive : StepKind::field_in_metric;
}

}  // namespace gammaflow
