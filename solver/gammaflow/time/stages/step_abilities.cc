// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/time/stages/cancelling_stage.h>
#include <gammaflow/time/stages/diffusive_stage.h>
#include <gammaflow/time/stages/metric_field_stage.h>
#include <gammaflow/time/stages/metric_stage.h>
#include <gammaflow/time/stages/step_abilities.h>

namespace gammaflow
{
StepAbilities::StepAbilities(const Flow &flow)
    : kind(step_kind(flow)),
      cancels(metric_cancels(flow)),
      bounded_rate(kind == StepKind::explicit_rate || cancels),
      rate(bounded_rate || diffusive()),
      stage(kind != StepKind::explicit_rate),
      first_rate(stage && !flow.geometry().structure().metric && kind != StepKind::field_in_metric)
{
}

std::unique_ptr<Stage> make_stage(const Flow &flow, const StepAbilities &abilities, const double tolerance,
                                  const unsigned iterations)
{
  switch (abilities.kind) {
    case StepKind::diffusive:
      return std::make_unique<DiffusiveStage>(flow, tolerance, iterations);
    case StepKind::field_in_metric:
      return std::make_unique<MetricFieldStage>(flow, tolerance, iterations);
    case StepKind::metric:
      if (abilities.cancels && !flow.positive())
        return std::make_unique<CancellingStage>(flow, tolerance, iterations);
      return std::make_unique<MetricStage>(flow, tolerance, iterations);
    case StepKind::explicit_rate:
      break;
  }
  return nullptr;
}

}  // namespace gammaflow
