// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/flow/step_kind.h>

namespace gammaflow
{
StepKind step_kind(const Flow &flow)
{
  const Geometry &geometry = flow.geometry();
  const bool metric_serves =
      flow.energy().convex() && flow.energy().structure().gradient == 0 && !flow.forcing();
  const bool as_the_geometry = !geometry.has_metric() || metric_serves;
  StepKind kind = as_the_geometry                               ? geometry.step_kind()
                  : geometry.coefficients(flow.initial_state()) ? StepKind::diffusive
                                                                : StepKind::field_in_metric;
  if (kind == StepKind::explicit_rate && flow.energy().structure().gradient != 0 && !flow.positive() &&
      geometry.coefficients(flow.initial_state()))
    kind = StepKind::diffusive;
  const bool bounded = flow.energy().smooth_variation() && !flow.forcing() && !geometry.structure().inverted;
  return kind == StepKind::diffusive && bounded ? StepKind::explicit_rate : kind;
}

}  // namespace gammaflow
